/** Several authorization servers of one store behind one address: a test says which of them answers, or lets them take turns. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  createAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '@granthouse/authorization-server';

export interface ChosenInstances {
  readonly instances: readonly AuthorizationServer[];
  /** From now on this one answers every request. */
  choose(index: number): void;
  /** From now on they take turns, a request each. */
  takeTurns(): void;
  close(): Promise<void>;
}

/** One server for each of the options; the issuer is theirs. The first answers until another is chosen. */
export async function startChosenInstances(options: readonly AuthorizationServerOptions[]): Promise<ChosenInstances> {
  const instances = await Promise.all(options.map((each) => createAuthorizationServer(each)));
  let next = (): AuthorizationServer | undefined => instances[0];
  const front = createServer((request, response) => void next()?.callback()(request, response));
  const { hostname, port } = new URL(options[0]?.issuer ?? '');
  front.listen(Number(port), hostname);
  await once(front, 'listening');
  return {
    instances,
    choose(index) {
      next = () => instances[index];
    },
    takeTurns() {
      let requests = 0;
      next = () => instances[requests++ % instances.length];
    },
    async close() {
      front.close();
      front.closeAllConnections();
      await once(front, 'close');
      await Promise.all(instances.map((each) => each.close()));
    },
  };
}
