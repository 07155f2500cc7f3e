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
  unavailable: {
    title: 'This does not work right now',
    what: 'Our records could not be reached for a moment. It is not your fault, and what you connected stays connected.',
    steps: [
      'Wait a few seconds, then load this page again.',
      'If it says then that the page or the sign-in has expired, go back to the app and start connecting again there.',
      'If it goes on for minutes, tell us the reference below.',
    ],
  },
} as const satisfies Record<string, Explanation>;

const byCode: Readonly<Record<string, Explanation>> = {
  invalid_client: {
    title: 'This app needs to be connected again',
    what: 'The app you came from is not known here any more, or was never registered.',
    steps: connectAgain,
  },
  client_forgotten: {
    title: 'This app needs to be connected again',
    what: 'The app you came from is not known here any more. Apps that nobody uses for a long time are removed, and this one still remembers its old entry.',
    steps: [...connectAgain, 'The app then makes a new entry by itself, and asks you for access once more.'],
  },
  invalid_redirect_uri: {
    title: 'We stopped, to keep you safe',
    what: 'The app asked us to send you to an address that it has not registered.',
    steps: [...connectAgain, 'If you did not start this yourself, close this page.'],
  },
  document_unlisted: {
    title: 'This app cannot be connected here yet',
    what: 'The app identifies itself by the address of a document that this server does not know.',
    steps: [
      'If the app lets you choose how it registers, choose dynamic registration, and connect again.',
      'Otherwise ask the people who run this server to add the app.',
    ],
  },
  document_unread: {
    title: 'We could not check who this app is',
    what: 'The app identifies itself by the address of a document, and that document could not be read just now.',
    steps: ['Wait a minute.', ...startAgain, tellMaker],
  },
  document_wrong: {
    title: 'This app cannot be connected',
    what: 'The app identifies itself by the address of a document, and something in it must not be accepted.',
    steps: ['Tell the people who make the app: the details below are for them.'],
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
