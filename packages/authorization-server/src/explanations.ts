/** What a refusal means for a person, and what they can do now: one entry a code, in plain words (RFC 6749 §4.1.2.1). */

export interface Explanation {
  readonly title: string;
  readonly what: string;
  readonly steps: readonly string[];
}

const connectAgain = ['Go back to the app you came from.', 'Remove the connection there, add it again, and sign in.'];
const startAgain = ['Go back to the app you came from.', 'Start connecting again from there.'];
const tellMaker = 'If it happens again, tell the people who make the app: the details below are for them.';

export const explanations = {
  notFound: {
    title: 'This page does not exist',
    what: 'Nothing is at this address.',
    steps: ['Check the address, or start from the app that you want to connect.'],
  },
  formRefused: {
    title: 'This form could not be accepted',
    what: 'It was sent from another page or another browser than the one it was made for, so nothing was done.',
    steps: startAgain,
  },
  failed: {
    title: 'Something went wrong here',
    what: 'It is not your fault, and nothing was approved.',
    steps: ['Wait a moment and try again.', 'If it happens again, tell us the reference below.'],
  },
} as const satisfies Record<string, Explanation>;

const byCode: Readonly<Record<string, Explanation>> = {
  invalid_client: {
    title: 'This app needs to be connected again',
    what: 'The app you came from is not known here any more, or was never registered.',
    steps: connectAgain,
  },
  invalid_redirect_uri: {
    title: 'We stopped, to keep you safe',
    what: 'The app asked us to send you to an address that it has not registered.',
    steps: [...connectAgain, 'If you did not start this yourself, close this page.'],
  },
  session_not_found: {
    title: 'This sign-in has expired',
    what: 'It took too long, or it was already finished in another tab.',
    steps: startAgain,
  },
};

const general: Explanation = {
  title: 'The app asked for something that cannot be done',
  what: 'Its request is incomplete or wrong, so nothing was approved.',
  steps: [...startAgain, tellMaker],
};

export function explain(code: string): Explanation {
  return (
    (Object.hasOwn(byCode, code) ? byCode[code] : undefined) ??
    (code === 'server_error' ? explanations.failed : general)
  );
}
