/** The way of a person: registered, sent to the authorization server, and back with an answer (RFC 6749 §4.1). */
import { printableText } from '@granthouse/protocol';
import { ClientError } from '../../../client-error.ts';
import type { Check, Found } from '../../check.ts';
import type { Probe } from '../../probe.ts';
import { answeredSignIn } from './answered-sign-in.ts';

export const noOAuth = ({ learned: { way } }: Probe): string | undefined =>
  way === 'oauth' ? undefined : 'the server asks for no OAuth';

export const answersSignIn: Check = {
  id: 'sign-in.answer',
  section: 'RFC 6749 §4.1.2',
  asks: 'Does a person who signs in come back with a code, and with the state that went along?',
  needs: 'sign-in',
  after: ['server-metadata.valid', 'server-metadata.pkce', 'resource-metadata.resource'],
  unless: noOAuth,
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
      if (error.code === 'registration_refused') return [notRegistered(error.message)];
      if (error.code === 'timed_out') return [nobodyCame(error.message)];
      const remedy = 'See what the authorization server writes in its own log about it.';
      return [problem({ seen: error.message, remedy })];
    }
  },
};

function judgeAnswer({ searchParams: answer }: URL, state: string): Found[] {
  if (answer.get('state') !== state) {
    const seen = 'the browser came back without the state that it went with';
    return [problem({ seen, remedy: 'Send state back, byte for byte, with every answer (RFC 6749 §4.1.2).' })];
  }
  const error = answer.get('error');
  if (error !== null) {
    const description = answer.get('error_description');
    const words = [error, ...(description ? [description] : [])].map((each) => printableText(each.slice(0, 200)));
    const remedy = remedies[error] ?? 'See what the authorization server writes in its own log about it.';
    const told = problem({ seen: `the sign-in was answered ${words.join(': ').trim()}`, remedy });
    // The person said no to the doctor, not to every host.
    return [error === 'access_denied' ? { ...told, severity: 'warning', hosts: [] } : told];
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

/** An earlier examination may have used up what the server bears; nobody signs in that often. */
const askedTooOften = (message: string): Found => ({
  seen: message,
  expected: 'a client for the doctor, so that a sign-in can be tried',
  remedy: 'Ask again later, for the sign-in alone.',
  fault: 'authorization-server',
  severity: 'note',
});

/** It comes from a person's own machine; whether a host is registered is another check's to find. */
const notRegistered = (message: string): Found => ({
  seen: `the client of the doctor is refused, so that no sign-in could be tried: ${message}`,
  expected: 'a client for the doctor, with a redirect URI on this machine',
  remedy: 'Take redirect URIs on loopback, or give the doctor a client id.',
  fault: 'authorization-server',
  severity: 'note',
});

const nobodyCame = (message: string): Found => ({
  seen: message,
  expected: 'a person who signs in and comes back',
  remedy: 'Sign in again; if a page of the authorization server stood in the way, see what it says.',
  fault: 'authorization-server',
  severity: 'warning',
  hosts: [],
});

const needsClient = (message: string): Found => ({
  seen: message,
  expected: 'a way for the doctor to register, so that a sign-in can be tried',
  remedy: 'Offer client ID metadata documents or dynamic registration, or give the doctor a client id.',
  fault: 'authorization-server',
  severity: 'note',
});
