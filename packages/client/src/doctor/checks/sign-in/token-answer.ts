/** A code is redeemed: what comes has to be a token as RFC 6749 §5.1 writes it, for hosts read nothing else. */
import { finishSignIn } from '../../../sign-in/finish-sign-in.ts';
import { ClientError } from '../../../client-error.ts';
import { answered } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import { rememberingClients } from '../../clients.ts';
import type { Exchange } from '../../probe.ts';
import { hideTokens } from './hide-tokens.ts';
import { noAnswer } from './iss.ts';
import { recording } from './recording.ts';

export const answersToken: Check = {
  id: 'token.answer',
  section: 'RFC 6749 §5.1',
  asks: 'Does the token endpoint answer a code with a bearer token, as JSON that nobody stores?',
  needs: 'sign-in',
  after: ['sign-in.answer', 'sign-in.iss'],
  unless: noAnswer,
  async judge(probe) {
    const { signIn } = probe.learned;
    if (!signIn) return [];
    const seen: Exchange[] = [];
    try {
      const { begun, answer } = signIn;
      const { servers: [server] = [] } = probe.learned;
      const fetch = recording({ fetch: rememberingClients(probe) }, server?.token_endpoint, seen);
      const context = { fetch, now: probe.now };
      const finished = await finishSignIn(begun.attempt, { answer, binding: begun.binding }, context);
      if (finished.kind === 'again') return [refused(seen.at(-1), 'the client that was registered is not known')];
      probe.learned.authorization = finished.authorization;
      hideTokens(probe, finished.authorization.tokens);
      return judgeAnswer(seen.at(-1));
    } catch (error) {
      if (error instanceof ClientError && seen.length > 0) return [refused(seen.at(-1), error.message)];
      throw error;
    }
  },
};

function judgeAnswer(exchange: Exchange | undefined): Found[] {
  if (!exchange) return [];
  const { headers, json } = exchange;
  const members = json as Record<string, unknown>;
  const isJson = /^application\/json\b/i.test(headers.get('content-type') ?? '');
  const isKept = !/no-store/i.test(headers.get('cache-control') ?? '');
  return [
    ...(isJson
      ? []
      : [note(`the token came as ${headers.get('content-type')}`, 'Answer with Content-Type: application/json.')]),
    ...(isKept ? [note('the token came without Cache-Control: no-store', 'Answer with Cache-Control: no-store.')] : []),
    ...(members['expires_in'] === undefined
      ? [note('the answer does not say when the token ends', 'Answer with expires_in.')]
      : []),
  ];
}

const note = (seen: string, remedy: string): Found => ({
  seen,
  expected: 'JSON with access_token, token_type and expires_in that is not stored',
  remedy,
  fault: 'authorization-server',
  severity: 'note',
});

function refused(exchange: Exchange | undefined, why: string): Found {
  return {
    seen: exchange ? `the code was answered ${answered(exchange)}: ${why}` : why,
    expected: '200 with a token in JSON',
    remedy: 'Let the token endpoint redeem a code with its verifier, and nothing in front of it answer instead.',
    fault: 'authorization-server',
    severity: 'problem',
  };
}
