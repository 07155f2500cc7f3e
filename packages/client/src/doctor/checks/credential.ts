/** What a server makes of credentials: of one that nobody issued, of the person's own, and of that one mistyped (RFC 6750 §3.1). */
import { clipped, firstRequest, said } from '../answers.ts';
import type { Check } from '../check.ts';
import { bearerOf, unlessOpen } from './challenge.ts';
import { isKey, withCredential } from './given-key.ts';

const unknownToken: Check = {
  id: 'challenge.wrong-token',
  section: 'RFC 6750 §3.1',
  asks: 'Is a token that nobody issued refused with 401 and invalid_token?',
  stopsNobody: true,
  after: ['challenge.status'],
  unless(probe) {
    if (probe.learned.asksLater) return 'the server lets everybody begin';
    return isKey(probe) ? 'credential.wrong-key asks the same' : unlessOpen(probe);
  },
  async judge({ ask, endpoint }) {
    const headers = { ...firstRequest.headers, authorization: `Bearer not-a-token-${crypto.randomUUID()}` };
    const answer = await ask(endpoint, { ...firstRequest, headers });
    const seen = `a token that nobody issued was answered ${said(answer)}`;
    const expected = '401 with Bearer error="invalid_token"';
    const common = { seen, expected, fault: 'mcp-server' as const };
    if (answer.status < 300)
      return [{ ...common, severity: 'problem', remedy: 'Verify every token: whoever sends any is let in.' }];
    if (answer.status !== 401) {
      const remedy = 'Answer 401 to a token that is not good: a host renews it at 401 alone.';
      return [{ ...common, severity: answer.status >= 500 ? 'problem' : 'warning', remedy }];
    }
    if (bearerOf(answer)?.parameters['error'] === 'invalid_token') return [];
    const written = answer.headers.get('www-authenticate');
    const challenge = written === null ? 'without WWW-Authenticate' : `with WWW-Authenticate: ${clipped(written)}`;
    const remedy = 'Say error="invalid_token" in the Bearer challenge, so that a host renews the token.';
    return [{ ...common, seen: `a token that nobody issued was answered 401 ${challenge}`, severity: 'note', remedy }];
  },
};

const accepted: Check = {
  id: 'credential.accepted',
  section: 'RFC 6750 §2.1',
  asks: 'Does the key, or do the headers, get in?',
  needs: 'credential',
  after: ['transport.streamable-http'],
  async judge(probe) {
    const answer = await withCredential(probe);
    if (answer.status !== 401 && answer.status !== 403) return [];
    probe.learned.isRefused = true;
    return [
      {
        seen: `the credential was answered ${said(answer)}`,
        expected: 'an answer of MCP',
        remedy: 'Give a key or headers that the server knows, under the names that it reads.',
        fault: 'credential',
        severity: 'problem',
      },
    ];
  },
};

const wrong: Check = {
  id: 'credential.wrong-key',
  section: 'RFC 6750 §3.1',
  asks: 'Is a wrong key refused, and never answered as if OAuth would mend it?',
  stopsNobody: true,
  needs: 'credential',
  after: ['credential.accepted'],
  unless: (probe) => (isKey(probe) ? undefined : 'the credential is a token of OAuth'),
  async judge({ ask, endpoint, credential, learned, hide }) {
    const fields = Object.entries(await credential.fields()).map(([name, value]) => [name, mistyped(value)] as const);
    // Nearly the whole of the right one.
    for (const [, value] of fields) hide(value.split(' ').at(-1) ?? '');
    const answer = await ask(endpoint, {
      ...firstRequest,
      headers: { ...firstRequest.headers, ...Object.fromEntries(fields) },
    });
    const common = { seen: `a wrong credential was answered ${said(answer)}`, fault: 'mcp-server' as const };
    if (answer.status < 300 && learned.challenge?.status === 401 && !learned.asksLater) {
      const remedy = 'Compare the whole credential: a wrong one is let in.';
      return [{ ...common, expected: '401', remedy, severity: 'problem' }];
    }
    if (bearerOf(answer)?.parameters['resource_metadata'] === undefined) return [];
    return [
      {
        ...common,
        seen: 'a wrong key was answered with the challenge of OAuth, with resource_metadata',
        expected: '401 with Bearer error="invalid_token", without resource_metadata',
        remedy:
          'Tell keys from tokens of OAuth by their form, and leave resource_metadata out when a key was sent: a host would open a sign-in for a mistyped one.',
        severity: 'warning',
      },
    ];
  },
};

/** Of the same form, so that it is taken for what it is: a key with its last characters turned. */
const mistyped = (value: string) =>
  value.slice(0, -4) + value.slice(-4).replaceAll(/./gsu, (each) => (/[a-y0-8]/i.test(each) ? next(each) : 'a'));

const next = (character: string) => String.fromCodePoint((character.codePointAt(0) ?? 96) + 1);

export const credentialChecks: readonly Check[] = [unknownToken, accepted, wrong];
