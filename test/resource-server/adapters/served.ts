/** A resource whose server is up before its listener is known, so that the resource can name its own port. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { protectedResource, type ProtectedResource } from '@granthouse/resource-server';
import { createTestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

const clock = createTestClock();
let issuer: TestIssuer;
const servers: Server[] = [];
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
});
afterAll(() => issuer.goAway());
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A resource, at `/mcp` unless another path is given, behind the listener that a test makes of it. */
export async function serve(
  listenerOf: (resource: ProtectedResource) => RequestListener | Promise<RequestListener>,
  path = '/mcp',
): Promise<ProtectedResource> {
  const server = createServer().listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const resource = resourceAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  server.on('request', await listenerOf(resource));
  return resource;
}

export function resourceAt(resource: string): ProtectedResource {
  return protectedResource({ resource, authorizationServers: [issuer.issuer], now: clock.now });
}

export async function authorizationFor({ resource }: ProtectedResource): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await issuer.mint(resource)}` };
}

/** A POST whose body the test writes, and ends. */
export async function open(resource: ProtectedResource) {
  return request(resource.resource, { method: 'POST', headers: await authorizationFor(resource), agent: false });
}

export async function answerTo(sent: ReturnType<typeof request>): Promise<IncomingMessage> {
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return answer;
}
