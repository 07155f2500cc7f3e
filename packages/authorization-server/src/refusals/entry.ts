/** What stands in the table of refusals: what everybody may be told, and what is for the operator's log alone. */

/** What a person reads: what happened, and what they can do now, in plain words. */
export interface Explanation {
  readonly title: string;
  readonly what: string;
  readonly steps: readonly string[];
}

/** What whoever builds the app reads. */
interface Reason {
  /** The code on the wire: registered, or `not_found`, which is JSON for a path where nothing is. */
  readonly error: string;
  readonly cause: string;
  readonly remedy: string;
}

/**
 * It follows from the request, and from what this server publishes or its person sees anyway. It has a page of its own at
 * `/errors/<code>`.
 */
export interface OpenRefusal extends Reason, Explanation {
  /** Where the standard says so. */
  readonly section: string;
  /** What the log has of it, where its answers carry no reference. */
  readonly inTheLog?: string;
  /** True where the way out is to remove the connection in the app and add it again: the page tells where, app by app. */
  readonly connectAgain?: true;
}

/**
 * It depends on what this server keeps about codes, tokens, clients and people, so that only the log says it: on the
 * wire it is its RFC code alone, and leads to that code's page.
 */
export interface SecretRefusal extends Reason {
  readonly isSecret: true;
}

export type Refusals = Readonly<Record<string, OpenRefusal | SecretRefusal>>;

/** Where that is in an app that is known stands in the place of it. */
export const removeAndAdd = 'Remove the connection there, add it again, and sign in.';
export const connectAgain = ['Go back to the app you came from.', removeAndAdd];
export const startAgain = ['Go back to the app you came from.', 'Start connecting again from there.'];
export const tellMaker = 'If it happens again, tell the people who make the app: the details below are for them.';

/** A request that an app got wrong: nobody but its makers can do anything about it. */
export const appIsWrong = {
  title: 'The app asked for something that cannot be done',
  what: 'Its request is incomplete or wrong, so nothing was approved.',
  steps: [...startAgain, tellMaker],
} as const satisfies Explanation;
