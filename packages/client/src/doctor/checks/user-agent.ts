/** Whether something in front refuses hosts by the name that they send: firewalls take them for robots. */
import { firstRequest, hostsWhich, said } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Probe } from '../probe.ts';

const userAgent: Check = {
  id: 'transport.user-agent',
  section: 'RFC 9110 §10.1.5',
  asks: 'Are hosts answered alike, whatever they call themselves?',
  stopsNobody: true,
  after: ['transport.streamable-http'],
  async judge(probe) {
    const { ask, endpoint } = probe;
    const { status } = await ask(endpoint, firstRequest);
    const found: Found[] = [];
    for (const name of namesOf(probe)) {
      const headers = { ...firstRequest.headers, 'user-agent': name };
      const answer = await ask(endpoint, { ...firstRequest, headers });
      // Asked too often is said to everybody.
      if (answer.status === status || answer.status === 429) continue;
      // Once may be chance.
      const again = await ask(endpoint, { ...firstRequest, headers, again: true });
      if (again.status === status || again.status === 429) continue;
      found.push({
        seen: `with User-Agent: ${name} the first request was answered ${said(answer)}, and ${status} with another`,
        expected: 'the same answer to every program',
        remedy: 'Take this path out of the rules against robots: hosts are programs.',
        fault: 'network',
        severity: 'problem',
        hosts: hostsWhich(probe, ({ http }) => http.user_agent === name),
      });
    }
    return found;
  },
};

/** As they are known to the letter. */
const namesOf = ({ hosts }: Probe): Set<string> =>
  new Set(hosts.flatMap(({ http: { user_agent: name } }) => (name === null || name.includes('{{') ? [] : [name])));

export const userAgentChecks: readonly Check[] = [userAgent];
