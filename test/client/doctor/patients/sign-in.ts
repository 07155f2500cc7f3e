/** Servers that let a person sign in, and then fail them (RFC 6749 §5, RFC 8707, RFC 9207, RFC 7009). */
import { instead, members, sentBack } from './ailments.ts';
import { html, json } from './healthy/answers.ts';
import type { Ailment, Patient } from './patient.ts';

/** A refusal in the status of a success. */
const refusedWith200: Ailment = async (request, healthy) => {
  const answer = await healthy(request);
  const isRefusal = new URL(request.url).pathname === '/token' && !answer.ok;
  return isRefusal ? json(await answer.json()) : answer;
};

export const signIn: readonly Patient[] = [
  {
    name: 'the token endpoint answers a page',
    authorizationServer: instead('/token', () => html()),
    check: 'token.answer',
    words: /web page/,
    fault: 'authorization-server',
  },
  {
    name: 'the token endpoint refuses with the status of a success',
    authorizationServer: refusedWith200,
    check: 'token.errors',
    words: /200 invalid_grant.* Answer a refusal with 400/,
    fault: 'authorization-server',
  },
  {
    name: 'the server takes tokens that are for another',
    serverHabits: { resources: 'any' },
    mcpHabits: { audience: 'ignored' },
    check: 'token.audience-ignored',
    words: /other\.example.* aud is not this resource/,
    fault: 'mcp-server',
  },
  {
    name: 'tokens are for the authorization server itself',
    serverHabits: { audience: 'https://auth.orders.example/userinfo' },
    check: 'token.audience',
    words: /auth\.orders\.example\/userinfo.* resource that the request names/,
    fault: 'authorization-server',
  },
  {
    name: 'the answer comes from another issuer',
    authorizationServer: sentBack((answer) => answer.set('iss', 'https://other.example')),
    check: 'sign-in.iss',
    words: /iss https:\/\/other\.example/,
    fault: 'authorization-server',
  },
  {
    name: 'the answer comes without the issuer that the metadata promises',
    authorizationServer: sentBack((answer) => answer.delete('iss')),
    check: 'sign-in.iss',
    words: /without iss/,
    fault: 'authorization-server',
  },
  {
    name: 'the answer comes with a state of its own',
    authorizationServer: sentBack((answer) => answer.set('state', 'another')),
    check: 'sign-in.answer',
    words: /without the state/,
    fault: 'authorization-server',
  },
  {
    name: 'the answer comes without its state',
    authorizationServer: sentBack((answer) => answer.delete('state')),
    check: 'sign-in.answer',
    words: /without the state/,
    fault: 'authorization-server',
  },
  {
    name: 'nobody stays signed in',
    authorizationServer: members('/token', () => ({ refresh_token: undefined })),
    check: 'refresh.offered',
    words: /no refresh token/,
    fault: 'authorization-server',
  },
  {
    name: 'two refreshes at once sign the person out',
    serverHabits: { rotation: 'strict' },
    check: 'refresh.raced',
    words: /Claude Code.* within a minute/,
    fault: 'authorization-server',
  },
  {
    name: 'revoking takes nothing back',
    serverHabits: { revocation: 'pretended' },
    check: 'revocation.effect',
    words: /good after it was revoked/,
    fault: 'authorization-server',
  },
];
