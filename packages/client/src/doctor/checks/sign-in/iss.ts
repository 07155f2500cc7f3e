/** Whether the answer says who answered, as the metadata promises: without it, hosts refuse the code (RFC 9207 §2.4). */
import { printableText } from '@granthouse/protocol';
import type { Check } from '../../check.ts';
import type { Probe } from '../../probe.ts';

export const saysIssuer: Check = {
  id: 'sign-in.iss',
  section: 'RFC 9207 §2.4',
  asks: 'Does the answer of a sign-in carry the issuer, as the metadata says, and is it the right one?',
  needs: 'sign-in',
  after: ['sign-in.answer'],
  unless: noAnswer,
  judge({ learned: { signIn, servers: [server] = [] } }) {
    const issuer = signIn?.begun.client.issuer ?? '';
    const iss = signIn?.answer.searchParams.get('iss') ?? null;
    const isPromised = server?.authorization_response_iss_parameter_supported === true;
    if (iss === issuer || (iss === null && !isPromised)) return Promise.resolve([]);
    const seen =
      iss === null ? 'without iss, which the metadata promises' : `with the iss ${printableText(iss.slice(0, 200))}`;
    return Promise.resolve([
      {
        seen: `the browser came back ${seen}`,
        expected: `iss=${issuer}`,
        remedy: 'Send the issuer, exactly as the metadata names it, with every answer, errors too (RFC 9207 §2).',
        fault: 'authorization-server' as const,
        severity: 'problem' as const,
      },
    ]);
  },
};

export function noAnswer({ learned: { signIn } }: Probe): string | undefined {
  return signIn ? undefined : 'nobody signed in';
}
