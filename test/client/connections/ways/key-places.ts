/** Where nobody signs in: nothing is asked for, or a key, or headers, at our own server and at those that others wrote. */
import { createHash, randomUUID } from 'node:crypto';
import { createOrderDeskServer } from '@granthouse/example-mcp-server';
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/fetch';
import type { Person } from '@granthouse/client/connections';
import { createMcpHandler, OAuthError, OAuthErrorCode, requireBearerAuth } from '@modelcontextprotocol/server';
import { basicAuth } from 'hono/basic-auth';
import { bearerAuth } from 'hono/bearer-auth';
import { freePort } from '../../../support/free-port.ts';
import { listening } from '../../doctor/patients/healthy/answers.ts';
import { startHeaderServer } from '../../doctor/others/header-server.ts';
import { startHonoServer } from '../../doctor/others/hono-server.ts';
import { startMcpHandlerServer } from '../../doctor/others/mcp-handler-server.ts';
import { startSdk1Example } from '../../../support/other-server.ts';
import { orders } from '../../doctor/others/sdk-2-server.ts';
import type { Place } from './place.ts';

type Way = 'key' | 'headers';

/** Whose keys a server takes, each until it ends or is taken back. */
interface Keys {
  /** A new one. */
  of(person: Person): string;
  /** Seconds since the epoch; undefined for what is no key. */
  endOf(key: string | undefined): number | undefined;
  isGood(key: string | undefined): boolean;
  bySha256(sha256: string): string | undefined;
  takeBack(person: Person): Promise<void>;
}

function keysOfAnHour(): Keys {
  const kept = new Map<string, { readonly key: string; readonly end: number }>();
  const find = (is: (key: string) => boolean) => [...kept.values()].find(({ key }) => is(key));
  const endOf = (shown: string | undefined) => find((key) => key === shown)?.end;
  return {
    of({ id }) {
      const key = `ok_${randomUUID()}`;
      kept.set(id, { key, end: Math.floor(Date.now() / 1000) + 3600 });
      return key;
    },
    endOf,
    isGood: (shown) => (endOf(shown) ?? 0) > Date.now() / 1000,
    bySha256: (shown) => find((key) => createHash('sha256').update(key).digest('hex') === shown)?.key,
    takeBack: ({ id }) => Promise.resolve(void kept.delete(id)),
  };
}

type Giving = Pick<Place, 'authentication' | 'give' | 'giveWrong' | 'takeBack'>;

const giving: Record<Way, (header: string, keys: Keys, shown?: (key: string) => string) => Giving> = {
  key: (header, keys) => ({
    authentication: { kind: 'api-key', header },
    give: (connections, by, id) => connections.giveCredential(by, id, { key: keys.of(by) }),
    giveWrong: (connections, by, id) => connections.giveCredential(by, id, { key: 'ok_wrong' }),
    takeBack: keys.takeBack,
  }),
  headers(header, keys, shown = (key) => (header === 'Authorization' ? `Bearer ${key}` : key)) {
    const values = (key: string) => ({ values: { [header]: shown(key), 'X-Team': 'blue' } });
    return {
      authentication: { kind: 'headers', names: [header, 'X-Team'] },
      give: (connections, by, id) => connections.giveCredential(by, id, values(keys.of(by))),
      giveWrong: (connections, by, id) => connections.giveCredential(by, id, values('wrong')),
      takeBack: keys.takeBack,
    };
  },
};

export async function orderDeskByKey(sdk: 1 | 2, way: Way): Promise<Place> {
  const resource = `http://localhost:${await freePort()}/mcp`;
  const keys = keysOfAnHour();
  const holder = (key: string | undefined) => {
    const expiresAt = keys.endOf(key);
    return expiresAt === undefined ? undefined : { clientId: 'the team', subject: key ?? '', expiresAt };
  };
  const desk = await createOrderDeskServer({
    resource,
    authorizationServers: [],
    credentials: [
      { kind: 'api_key', prefix: 'ok_', lookup: (sha256) => holder(keys.bySha256(sha256)) },
      {
        kind: 'headers',
        names: ['X-Token', 'X-Team'],
        validate: ({ 'X-Token': key, 'X-Team': team }) => (team === 'blue' ? holder(key) : undefined),
      },
    ],
    sdk,
  });
  await desk.listen();
  return {
    url: resource,
    tool: 'list_customers',
    ...giving[way](way === 'key' ? 'Authorization' : 'X-Token', keys),
    close: () => desk.close(),
  };
}

/** A server on the 1.x SDK that looks at one header itself, as many internal APIs do. */
export async function sdk1Header(way: Way): Promise<Place> {
  const keys = keysOfAnHour();
  const { url, close } = await startHeaderServer(keys.isGood);
  return { url, tool: 'list_orders', ...giving[way]('X-Api-Key', keys), close };
}

/** The guard of the 2.x SDK, whose tokens are keys that somebody handed out. */
export async function sdk2Key(way: Way): Promise<Place> {
  const { origin, answer, close } = await listening('localhost');
  const keys = keysOfAnHour();
  const verifyAccessToken = (token: string) => {
    const expiresAt = keys.endOf(token);
    if (expiresAt === undefined) throw new OAuthError(OAuthErrorCode.InvalidToken, 'the key is not known');
    return Promise.resolve({ token, clientId: 'the team', scopes: [], expiresAt });
  };
  const authenticate = requireBearerAuth({ verifier: { verifyAccessToken } });
  const mcp = createMcpHandler(orders);
  answer(async (request) => {
    if (new URL(request.url).pathname !== '/mcp') return new Response(null, { status: 404 });
    const authInfo = await authenticate(request);
    return authInfo instanceof Response ? authInfo : mcp.fetch(request, { authInfo });
  });
  const url = `${origin}/mcp`;
  return { url, tool: 'list_orders', ...giving[way]('Authorization', keys), close };
}

/** hono's own guards: a bearer token that is a key, and a password that is one. */
export async function honoKey(way: Way): Promise<Place> {
  const keys = keysOfAnHour();
  const guards = {
    key: bearerAuth({ verifyToken: keys.isGood }),
    headers: basicAuth({ verifyUser: (_name, password) => keys.isGood(password) }),
  };
  const basic = (key: string) => `Basic ${Buffer.from(`team:${key}`).toString('base64')}`;
  const { url, close } = await startHonoServer(guards[way]);
  return { url, tool: 'list_orders', ...giving[way]('Authorization', keys, basic), close };
}

/** The guard of mcp-handler, which sees the whole request. */
export async function mcpHandlerKey(way: Way): Promise<Place> {
  const keys = keysOfAnHour();
  const { url, close } = await startMcpHandlerServer((request, bearer) => {
    const token = way === 'key' ? bearer : (request.headers.get('x-api-key') ?? undefined);
    const expiresAt = keys.endOf(token);
    if (token === undefined || expiresAt === undefined) return undefined;
    return { token, clientId: 'the team', scopes: [], expiresAt };
  });
  const header = way === 'key' ? 'Authorization' : 'X-Api-Key';
  return { url, tool: 'list_orders', ...giving[way](header, keys), close };
}

const nothing: Giving = {
  authentication: { kind: 'none' },
  give: (connections, by, id) => connections.test(by, id),
  giveWrong: (connections, by, id) => connections.test(by, id),
};

/** Our own toolkit, told to let everyone in. */
export async function openToolkit(): Promise<Place> {
  const { origin, answer, close } = await listening('localhost');
  const url = `${origin}/mcp`;
  const mcp = createMcpHandler(orders);
  const guard = protectedResource({ resource: url, dangerouslyWithoutCredentials: true });
  answer(protect(guard, (request) => mcp.fetch(request)));
  return { url, tool: 'list_orders', ...nothing, close };
}

export async function openSdk1Example(): Promise<Place> {
  return { tool: 'greet', input: { name: 'Bob' }, ...nothing, ...(await startSdk1Example()) };
}

/** Everything but `nothing` is what it asks for. */
export async function closedSdk1Header(): Promise<Place> {
  return { tool: 'list_orders', ...nothing, ...(await startHeaderServer()) };
}

export async function openHono(): Promise<Place> {
  return { tool: 'list_orders', ...nothing, ...(await startHonoServer()) };
}

export async function openMcpHandler(): Promise<Place> {
  return { tool: 'list_orders', ...nothing, ...(await startMcpHandlerServer()) };
}

export async function closedHono(): Promise<Place> {
  const guard = basicAuth({ username: 'team', password: 'nobody is told' });
  return { tool: 'list_orders', ...nothing, ...(await startHonoServer(guard)) };
}

export async function closedMcpHandler(): Promise<Place> {
  return { tool: 'list_orders', ...nothing, ...(await startMcpHandlerServer(() => undefined)) };
}
