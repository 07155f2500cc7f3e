/** How long a person stays signed in: a refresh token, and what becomes of it when two processes use it at once (RFC 6749 §6, RFC 9700 §4.14). */
import type { Authorization } from '../../../authorization/authorization.ts';
import { ClientError } from '../../../client-error.ts';
import { hostName } from '../../hosts/host-name.ts';
import { refreshAuthorization } from '../../../token/refresh.ts';
import type { Check, Found } from '../../check.ts';
import type { Probe } from '../../probe.ts';
import { hideTokens } from './hide-tokens.ts';
import { noAuthorization } from './audience.ts';

export const offersRefresh: Check = {
  id: 'refresh.offered',
  section: 'RFC 6749 §6',
  asks: 'Does a sign-in bring a refresh token, so that nobody signs in again every few minutes?',
  stopsNobody: true,
  needs: 'sign-in',
  after: ['token.answer'],
  unless: noAuthorization,
  judge({ learned: { authorization } }) {
    if (authorization?.tokens.refreshToken !== undefined) return Promise.resolve([]);
    const remedy = 'Issue a refresh token to every client with the grant refresh_token, whatever scope it asks for.';
    return Promise.resolve([warning('the sign-in brought no refresh token', { expected: 'a refresh token', remedy })]);
  },
};

export const bearsRaces: Check = {
  id: 'refresh.raced',
  section: 'RFC 9700 §4.14.2',
  asks: 'Does a connection live on when its refresh token is used twice, at once or after a lost answer?',
  stopsNobody: true,
  needs: 'sign-in',
  after: ['token.answer'],
  unless: (probe) => noAuthorization(probe) ?? noRefresh(probe),
  async judge(probe) {
    const before = probe.learned.authorization;
    if (!before) return [];
    const both = await Promise.all([renewed(before, probe), renewed(before, probe)]);
    if (both.every((each) => each === undefined)) {
      return [ended(probe, 'two refreshes with one token at once were both refused')];
    }
    // Once more, as whoever lost the answer does; of several answers, the last is the one that counts.
    const newest = (await renewed(before, probe)) ?? both.findLast((each) => each !== undefined) ?? before;
    const after = await renewed(newest, probe);
    if (!after) return [ended(probe, 'after one refresh token was used again, the newest one was no longer good')];
    probe.learned.authorization = after;
    return [];
  },
};

const noRefresh = ({ learned: { authorization } }: Probe): string | undefined =>
  authorization?.tokens.refreshToken === undefined ? 'there is no refresh token' : undefined;

/** Undefined when it was refused. */
export async function renewed(authorization: Authorization, probe: Probe): Promise<Authorization | undefined> {
  try {
    const next = await refreshAuthorization(authorization, probe);
    hideTokens(probe, next.tokens);
    return next;
  } catch (error) {
    if (error instanceof ClientError && error.details.status !== undefined) return undefined;
    throw error;
  }
}

function ended(probe: Probe, seen: string): Found {
  delete probe.learned.authorization;
  const parallel = probe.hosts.filter(({ token }) => token.refresh.parallel === 'parallel').map(hostName);
  const concerned = parallel.length > 0 ? `; ${parallel.join(', ')} may use one twice at once` : '';
  return warning(`${seen}${concerned}`, {
    expected: 'a connection that lives on, for parallel calls and lost answers happen',
    remedy:
      'Answer a refresh token that comes again within a minute or so with the newest one, and end nothing for it.',
  });
}

const warning = (seen: string, rest: Pick<Found, 'expected' | 'remedy'>): Found => ({
  seen,
  ...rest,
  fault: 'authorization-server',
  severity: 'warning',
});
