/** Where a recorded server did what this one never does: what is expected instead, and why. */
import type { RecordedFlow, RecordedStep } from '@granthouse/host-profiles';

export interface Expected {
  readonly status: number;
  /** As good, when it is JSON. */
  readonly orElse?: number;
  readonly because?: string;
}

export function expectedOf({ setup, steps }: RecordedFlow, step: RecordedStep): Expected {
  const { target, method, status } = step;
  const has = (text: string) => setup.faults?.some((fault) => fault.startsWith(text)) ?? false;
  if (isDiscovery(step) && (setup.prm !== 'path' || setup.as_metadata === 'none')) {
    return { status, orElse: status === 200 ? 404 : 200, because: 'this server has every metadata document' };
  }
  if (target === 'token' && status === 400 && has('a refresh token works once')) {
    return { status: 200, because: 'refreshes side by side are harmless here' };
  }
  if (target === 'mcp' && method === 'DELETE' && status === 200) {
    return { status: 405, because: 'the MCP server of the test keeps no sessions to end' };
  }
  if (has('first tools/call: 403') && isSameCallAgain(steps, step)) {
    return { status: 403, because: 'a refresh brings no scope that was not granted' };
  }
  return { status };
}

/** Each reason once, with the steps it holds for. */
export function differencesOf(flow: RecordedFlow): string[] {
  const steps = new Map<string, number[]>();
  for (const step of flow.steps) {
    const { because } = expectedOf(flow, step);
    if (because !== undefined) steps.set(because, [...(steps.get(because) ?? []), step.n]);
  }
  return [...steps].map(
    ([because, numbers]) => `${numbers.length > 1 ? 'steps' : 'step'} ${numbers.join(', ')}: ${because}`,
  );
}

function isDiscovery({ target }: RecordedStep): boolean {
  return ['prm', 'as-metadata', 'oidc-metadata'].includes(target);
}

/** It follows a refusal for lack of scope, and nobody was asked for more in between. */
function isSameCallAgain(steps: readonly RecordedStep[], step: RecordedStep): boolean {
  const refused = steps.findIndex(({ status }) => status === 403);
  const between = steps.slice(refused + 1, steps.indexOf(step));
  return (
    step.method === 'POST' &&
    step.target === 'mcp' &&
    steps.indexOf(step) > refused &&
    !between.some(({ target }) => target === 'authorize')
  );
}
