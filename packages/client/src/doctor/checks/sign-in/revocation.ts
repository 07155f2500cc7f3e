/** Whether taking access back takes it back (RFC 7009 §2). */
import { revokeAuthorization } from '../../../token/revoke.ts';
import type { Check, Found } from '../../check.ts';
import type { Exchange } from '../../probe.ts';
import { answered } from '../../answers.ts';
import { noAuthorization } from './audience.ts';
import { recording } from './recording.ts';
import { renewed } from './refresh.ts';

export const revokes: Check = {
  id: 'revocation.effect',
  section: 'RFC 7009 §2.2',
  asks: 'Is a refresh token refused after it was revoked?',
  stopsNobody: true,
  needs: 'sign-in',
  after: ['token.answer'],
  unless: noAuthorization,
  async judge(probe) {
    const { authorization, servers: [server] = [] } = probe.learned;
    if (!authorization) return [];
    if (server?.revocation_endpoint === undefined) {
      return [told('the metadata names no revocation endpoint: who disconnects, takes nothing back', none)];
    }
    const seen: Exchange[] = [];
    await probe.endSessions();
    if (!(await revokeAuthorization(authorization, recording(probe, server.revocation_endpoint, seen)))) {
      const [first] = seen;
      const words = first ? `: ${answered(first)}` : '';
      return [told(`the revocation endpoint refused to revoke a token of its own${words}`, refused)];
    }
    if (authorization.tokens.refreshToken === undefined) return [];
    return (await renewed(authorization, probe))
      ? [told('a refresh token was good after it was revoked', pretended)]
      : [];
  },
};

type Part = Pick<Found, 'remedy' | 'severity'>;

const none: Part = { remedy: 'Offer a revocation endpoint, and name it in the metadata.', severity: 'note' };
const refused: Part = {
  remedy:
    'Let each client revoke its tokens with the authentication that it has at the token endpoint (RFC 7009 §2.1).',
  severity: 'warning',
};
const pretended: Part = {
  remedy: 'End the whole authorization when its refresh token is revoked (RFC 7009 §2.1).',
  severity: 'problem',
};

const told = (seen: string, part: Part): Found => ({
  seen,
  expected: '200, and invalid_grant for the token from then on',
  fault: 'authorization-server',
  ...part,
});
