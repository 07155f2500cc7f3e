/** The way of a person: registered, sent to the authorization server, and back with an answer (RFC 6749 §4.1). */
import { isLoopbackHost, printableText } from '@granthouse/protocol';
import { ClientError } from '../../../client-error.ts';
import type { Check, Found } from '../../check.ts';
import type { Probe } from '../../probe.ts';
import { answeredSignIn } from './answered-sign-in.ts';

export const answersSignIn: Check = {
  id: 'sign-in.answer',
  section: 'RFC 6749 §4.1.2',
  asks: 'Does a person who signs in come back with a code, and with the state that went along?',
  needs: 'sign-in',
  after: ['server-metadata.valid', 'server-metadata.pkce', 'resource-metadata.resource'],
  unless: (probe) => noOAuth(probe) ?? notRegistered(probe),
  async judge(probe) {
    const { open = () => Promise.resolve() } = probe;
    try {
      const signIn = await answeredSignIn(probe, open);
      const found = judgeAnswer(signIn.answer, signIn.begun.attempt.state);
      if (found.length === 0) probe.learned.signIn = signIn;
      return found;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      if (error.code === 'client_needed') return [needsClient(error.message)];
      if (error.details.status === 429) return [askedTooOften(error.message)];
      const remedy = 'See what the authorization server writes in its own log about it.';
      return [problem({ seen: error.message, remedy })];
    }
  },
};

export const noOAuth = ({ learned: { way } }: Probe): string | undefined =>
  way === 'oauth' ? undefined : 'the server asks for no OAuth';

/** The doctor comes from the person's own machine: where such a client isn't registered, it can't sign in. */
function notRegistered({ client, learned: { registrations = [] } }: Probe): string | undefined {
  if (client) return undefined;
  const isClosed = registrations.length > 0 && registrations.every(({ accepted }) => !accepted);
  const isRemote = registrations.some(
    ({ refused }) => refused !== undefined && URL.canParse(refused) && isLoopback(new URL(refused)),
  );
  return isClosed || isRemote ? 'the client of the doctor is refused: see registration.hosts' : undefined;
}

const isLoopback = ({ protocol, hostname }: URL) => protocol === 'http:' && isLoopbackHost(hostname);

function judgeAnswer({ searchParams: answer }: URL, state: string): Found[] {
  if (answer.get('state') !== state) {
    const seen = 'The browser came back without the state that it went with';
    return [problem({ seen, remedy: 'Send state back, byte for byte, with every answer (RFC 6749 §4.1.2).' })];
  }
  const error = answer.get('error');
  if (error !== null) {
    const description = answer.get('error_description');
    const words = [error, description ?? ''].map((each) => printableText(each.slice(0, 200))).join(' ');
    const remedy = remedies[error] ?? 'See what the authorization server writes in its own log about it.';
    return [problem({ seen: `the sign-in was answered ${words.trim()}`, remedy })];
  }
  if (answer.has('code')) return [];
  const remedy = 'Answer with code or with error (RFC 6749 §4.1.2).';
  return [problem({ seen: 'the browser came back with neither a code nor an error', remedy })];
}

const remedies: Readonly<Record<string, string>> = {
  access_denied: 'Approve what the sign-in asks for, or find out why this person may not.',
  invalid_target: 'Let the authorization server know the resource, exactly as its metadata names it (RFC 8707 §2).',
  invalid_scope: 'Let the authorization server know every scope that the resource names in its metadata.',
};

const problem = ({ seen, remedy }: Pick<Found, 'seen' | 'remedy'>): Found => ({
  seen,
  expected: 'an answer with code and state at the redirect URI',
  remedy,
  fault: 'authorization-server',
  severity: 'problem',
});

/** The registrations of all hosts may have used up what the server bears; nobody signs in that often. */
const askedTooOften = (message: string): Found => ({
  seen: message,
  expected: 'a client for the doctor, so that a sign-in can be tried',
  remedy: 'Ask again later, for the sign-in alone.',
  fault: 'authorization-server',
  severity: 'note',
});

const needsClient = (message: string): Found => ({
  seen: message,
  expected: 'a way for the doctor to register, so that a sign-in can be tried',
  remedy: 'Offer client ID metadata documents or dynamic registration, or give the doctor a client id.',
  fault: 'authorization-server',
  severity: 'note',
});
