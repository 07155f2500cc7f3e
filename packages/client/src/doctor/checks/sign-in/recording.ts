/** A fetch that keeps what one endpoint answers, for what is asked by the parts that every client uses. */
import { answerBeginning } from '../../answer-beginning.ts';
import type { Exchange, Probe } from '../../probe.ts';

export function recording(
  { fetch }: Pick<Probe, 'fetch'>,
  endpoint: string | undefined,
  seen: Exchange[],
): Probe['fetch'] {
  return async (input, init) => {
    const response = await fetch(input, init);
    const url = new URL(input).href;
    if (endpoint === undefined || url !== new URL(endpoint).href) return response;
    const { status, headers } = response;
    seen.push({ method: 'POST', url, status, headers, ...(await answerBeginning(response.clone())) });
    return response;
  };
}
