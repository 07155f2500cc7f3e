/** For whom the token is, and whether the server takes it (RFC 8707 §2, RFC 9068 §3 and §4). */
import { isSameResource } from '@granthouse/protocol';
import { clipped, firstRequest, said } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import type { Exchange, Probe } from '../../probe.ts';
import { audiencesOf } from './claims.ts';
import { giveBack } from './give-back.ts';

export const namesAudience: Check = {
  id: 'token.audience',
  section: 'RFC 8707 §2',
  asks: 'Is the access token for this resource, where its audience can be read?',
  needs: 'sign-in',
  after: ['token.answer'],
  unless: noAuthorization,
  async judge(probe) {
    const { authorization } = probe.learned;
    if (!authorization) return [];
    const { tokens, resource } = authorization;
    const audiences = audiencesOf(tokens.accessToken);
    // An opaque one says it to its own server alone.
    if (!audiences || audiences.some((each) => isFor(resource, each))) return [];
    const isRefused = (await shownTo(probe, tokens.accessToken)).status === 401;
    if (isRefused) await giveBack(probe);
    const forWhom = audiences.length === 0 ? 'for nobody in particular' : `for ${clipped(audiences.join(' '), 300)}`;
    const remedy = 'Issue the token for the resource that the request names, and let the server take no other.';
    return [
      {
        seen: `the access token is ${forWhom}, and not for ${resource}`,
        expected: `aud ${resource}`,
        remedy,
        fault: 'authorization-server',
        ...(isRefused ? { severity: 'problem' } : { severity: 'warning', hosts: [] }),
      },
    ];
  },
};

export const takesToken: Check = {
  id: 'token.accepted',
  section: 'RFC 9068 §4',
  asks: 'Does the server take the token that its authorization server issued for it?',
  needs: 'sign-in',
  after: ['token.answer', 'token.audience'],
  unless: noAuthorization,
  async judge(probe) {
    const answer = await shownTo(probe, probe.learned.authorization?.tokens.accessToken ?? '');
    if (answer.status !== 401) return [];
    await giveBack(probe);
    return [refused(answer)];
  },
};

const refused = (answer: Exchange): Found => ({
  seen: `a token that was just issued was answered ${said(answer)}`,
  expected: 'an answer of MCP',
  remedy: 'Let the server verify with the issuer, the keys and the resource that its metadata names.',
  fault: 'mcp-server',
  severity: 'problem',
});

export const isFor = (resource: string, audience: string): boolean =>
  URL.canParse(audience) && isSameResource(audience, resource);

/** What the endpoint makes of a token. */
export function shownTo({ ask, endpoint, hide }: Probe, token: string): Promise<Exchange> {
  hide(token);
  return ask(endpoint, { ...firstRequest, headers: { ...firstRequest.headers, authorization: `Bearer ${token}` } });
}

export function noAuthorization({ learned: { authorization } }: Probe): string | undefined {
  return authorization ? undefined : 'there is no token that gets in';
}
