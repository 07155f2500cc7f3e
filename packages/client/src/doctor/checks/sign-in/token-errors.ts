/** How the token endpoint says no: hosts know from the code of the error whether to refresh, register or ask the person (RFC 6749 §5.2). */
import { answered, errorOf } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import type { Exchange, Probe } from '../../probe.ts';
import { noOAuth } from './answer.ts';

export const refusesInWords: Check = {
  id: 'token.errors',
  section: 'RFC 6749 §5.2',
  asks: 'Does the token endpoint refuse a made-up code with 400 or 401 and an error in JSON?',
  stopsNobody: true,
  after: ['server-metadata.valid'],
  unless: (probe) => noOAuth(probe) ?? noToken(probe),
  async judge(probe) {
    const [server] = probe.learned.servers ?? [];
    if (!server) return [];
    const { client } = probe.learned.authorization ?? {};
    const form = {
      grant_type: 'authorization_code',
      code: 'granthouse-doctor',
      client_id: client?.clientId ?? 'granthouse-doctor',
      redirect_uri: client?.redirectUri ?? 'http://127.0.0.1:53682/callback',
      code_verifier: 'granthouse-doctor-granthouse-doctor-granthouse',
    };
    const exchange = await probe.ask(server.token_endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
    });
    return judgeRefusal(exchange);
  },
};

const noToken = ({ learned: { signIn, authorization } }: Probe): string | undefined =>
  signIn && !authorization ? 'it answers a true code with no token: see token.answer' : undefined;

function judgeRefusal(exchange: Exchange): Found[] {
  const { status } = exchange;
  if (errorOf(exchange) !== undefined && status >= 400 && status < 500) return [];
  const isTaken = status < 400;
  return [
    {
      seen: `a made-up code was answered ${answered(exchange)}`,
      expected: '400 with {"error":"invalid_grant"}, or 401 with {"error":"invalid_client"}',
      remedy: isTaken
        ? 'Answer a refusal with 400 or 401: with 200, hosts take it for a token that is broken.'
        : 'Answer refusals as JSON with error, also from a gateway in front of it.',
      fault: 'authorization-server',
      severity: 'warning',
    },
  ];
}
