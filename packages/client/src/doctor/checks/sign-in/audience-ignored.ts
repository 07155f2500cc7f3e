/** Whether the server looks for whom a token is: one that takes tokens for others can be entered by whoever runs those (RFC 9068 §4, CL-13). */
import type { Authorization } from '../../../authorization/authorization.ts';
import { ClientError } from '../../../client-error.ts';
import { finishSignIn } from '../../../sign-in/finish-sign-in.ts';
import { refreshAuthorization } from '../../../token/refresh.ts';
import type { Check, Found } from '../../check.ts';
import type { Probe } from '../../probe.ts';
import { answeredSignIn } from './answered-sign-in.ts';
import { isFor, noAuthorization, shownTo } from './audience.ts';
import { audiencesOf, forged } from './claims.ts';
import { giveBack } from './give-back.ts';
import { hideTokens } from './hide-tokens.ts';

/** Nobody's (RFC 2606 §2). */
const another = 'https://other.example/mcp';

export const judgesAudience: Check = {
  id: 'token.audience-ignored',
  section: 'MCP 2025-11-25, authorization, token audience binding',
  asks: 'Does the server refuse a token that is for another resource, or that was changed?',
  stopsNobody: true,
  needs: 'sign-in',
  after: ['token.accepted'],
  unless: noAuthorization,
  async judge(probe) {
    const { authorization } = probe.learned;
    if (!authorization) return [];
    const changed = forged(authorization.tokens.accessToken, another);
    if (changed !== undefined && (await isTaken(changed, probe))) return [unverified];
    const foreign = await foreignAuthorization(probe, authorization);
    if (!foreign) return [];
    const isIgnored = isForAnother(foreign, authorization) && (await isTaken(foreign.tokens.accessToken, probe));
    // What came by a refresh ends with the whole.
    if (foreign !== probe.learned.authorization) await giveBack(probe, foreign);
    return isIgnored ? [ignored] : [];
  },
};

/** One that fails at it has not let it in. */
const isTaken = async (token: string, probe: Probe) => (await shownTo(probe, token)).status < 300;

function isForAnother({ tokens }: Authorization, own: Authorization): boolean {
  return audiencesOf(tokens.accessToken)?.every((each) => !isFor(own.resource, each)) ?? false;
}

/** Asks the authorization server for a token for another; most have no other resource, or say so. */
async function foreignAuthorization(probe: Probe, own: Authorization): Promise<Authorization | undefined> {
  try {
    const renewed = own.tokens.refreshToken === undefined ? undefined : await renewedFor(probe, own);
    return renewed ?? (await signedInFor(probe));
  } catch (error) {
    if (error instanceof ClientError) return undefined;
    throw error;
  }
}

/** Undefined where another resource in a refresh is passed over, which is no refusal yet. */
async function renewedFor(probe: Probe, own: Authorization): Promise<Authorization | undefined> {
  const { tokens, ...rest } = await refreshAuthorization({ ...own, resource: another }, probe);
  const renewed = { ...rest, resource: own.resource, tokens };
  probe.learned.authorization = renewed;
  hideTokens(probe, tokens);
  return audiencesOf(tokens.accessToken)?.some((each) => isFor(own.resource, each)) ? undefined : renewed;
}

async function signedInFor(probe: Probe): Promise<Authorization | undefined> {
  if (!probe.open) return undefined;
  const { begun, answer } = await answeredSignIn(probe, probe.open, another);
  const finished = await finishSignIn(begun.attempt, { answer, binding: begun.binding }, probe);
  if (finished.kind === 'again') return undefined;
  hideTokens(probe, finished.authorization.tokens);
  return finished.authorization;
}

const common = { fault: 'mcp-server' as const, severity: 'problem' as const };

const unverified: Found = {
  ...common,
  seen: 'a token that was changed after it was signed is taken',
  expected: '401 with error="invalid_token"',
  remedy: 'Verify the signature of each token with the keys of the authorization server.',
};

const ignored: Found = {
  ...common,
  seen: `a token that was issued for ${another} is taken`,
  expected: '401 with error="invalid_token"',
  remedy: 'Refuse each token whose aud is not this resource.',
};
