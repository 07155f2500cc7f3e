/** A server and one way to authenticate at it, as the matrix of ways needs them. */
import type { Connections, NewAuthentication, Person } from '@granthouse/client/connections';
import { signInAnywhere } from '../../../support/sign-in-anywhere.ts';

export interface Place {
  readonly url: string;
  readonly tool: string;
  readonly input?: Record<string, unknown>;
  readonly authentication: NewAuthentication;
  /** What an admin gave wrongly, where that is the admin's to give. */
  readonly wrongAuthentication?: NewAuthentication;
  /** What a person does to connect; rejects as the registry does. */
  give(connections: Connections, by: Person, id: string): Promise<unknown>;
  giveWrong(connections: Connections, by: Person, id: string): Promise<unknown>;
  /** At the server itself, what this person was given is worth nothing from now on. */
  takeBack?(by: Person): Promise<unknown>;
  close(): Promise<void>;
}

export const signIn: Pick<Place, 'give' | 'giveWrong'> = {
  async give(connections, by, id) {
    const { url, binding } = await connections.beginSignIn(by, id);
    return connections.finishSignIn(by, await signInAnywhere(url), binding);
  },
  /** With a code that the server never gave. */
  async giveWrong(connections, by, id) {
    const { url, binding } = await connections.beginSignIn(by, id);
    const answer = await signInAnywhere(url);
    answer.searchParams.set('code', 'nobody-gave-this');
    return connections.finishSignIn(by, answer, binding);
  },
};
