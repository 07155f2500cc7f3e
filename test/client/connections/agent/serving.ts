/** The endpoint of agents on a port of this machine, for whoever a test says is calling, and connections that do as told. */
import {
  type AgentEndpointOptions,
  createAgentEndpoint,
  type Person,
  type ReadyConnection,
} from '@granthouse/client/connections';
import { connect, guardedFetch, noCredential, type Connection } from '@granthouse/client';
import { afterAll, afterEach } from '@jest/globals';
import { httpServer } from '../../../support/hostile-server.ts';
import { bob } from '../../../support/team.ts';
import { listenerOf } from '../../../support/web-listener.ts';

const network = guardedFetch({ besides: 'loopback' });
afterAll(() => network.close());
const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Of one tool that says its own name, unless told otherwise. */
export function readyOne(slug: string, rest: Partial<ReadyConnection> = {}): ReadyConnection {
  return {
    slug,
    tools: () => Promise.resolve([{ name: 'ping', inputSchema: { type: 'object' } }]),
    call: (tool) => Promise.resolve({ content: [{ type: 'text', text: `${slug} ${tool}` }] }),
    ...rest,
  };
}

export async function agentUrl(
  ready: (person: Person) => Promise<readonly ReadyConnection[]>,
  options: Omit<AgentEndpointOptions, 'connections'> = {},
): Promise<string> {
  const endpoint = createAgentEndpoint({ connections: { ready }, ...options });
  closing.push(() => endpoint.close());
  return httpServer(listenerOf((request) => endpoint.handle(request, bob)));
}

export async function agentOf(
  connections: readonly ReadyConnection[],
  options?: Omit<AgentEndpointOptions, 'connections'>,
): Promise<Connection> {
  const url = await agentUrl(() => Promise.resolve(connections), options);
  const agent = await connect(url, { credential: noCredential, fetch: network.fetch });
  closing.unshift(() => agent.close());
  return agent;
}
