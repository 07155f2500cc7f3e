/** A finding about tools that hosts connect to nevertheless. */
import { clipped } from '../../answers.ts';
import type { Found } from '../../check.ts';

/** `tools`: their names, of which the first few are told. */
export function toolFinding({
  tools,
  seen,
  ...rest
}: Pick<Found, 'seen' | 'expected' | 'remedy'> & { readonly tools?: readonly string[] }): Found {
  return {
    ...rest,
    seen: tools ? `${named(tools)}: ${seen}` : seen,
    fault: 'mcp-server',
    severity: 'warning',
    hosts: [],
  };
}

export function named(tools: readonly string[]): string {
  // A stranger's words, which a terminal would obey.
  const first = tools
    .slice(0, 3)
    .map((name) => clipped(name, 60))
    .join(', ');
  return tools.length > 3 ? `${first} and ${tools.length - 3} more` : first;
}
