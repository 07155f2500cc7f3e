/**
 * Every kind of credential, right and wrong in each way, by every method, through every adapter, alone and with all kinds on
 * one endpoint. What each cell is answered follows from the few lines of the policy (RFC 6750 §3, RFC 9728 §5.1, MCP
 * authorization: error handling).
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CredentialOptions, ProtectedResourceOptions } from '@granthouse/resource-server';
import {
  type Adapter,
  adapters,
  bearerOf,
  type GuardedServer,
  type RawAnswer,
  startGuardedServer,
} from '../../support/guarded-server.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

type Kind = 'access token' | 'bearer key' | 'key in a header' | 'custom headers' | 'nobody';
type Shown = 'right' | 'wrong' | 'missing' | 'expired' | 'for another audience' | 'without the scope' | 'twice';

interface Cell {
  kind: Kind;
  shown: Shown;
  method: string;
}

type Headers = [string, string][];
type Place = 'alone' | 'beside all others';

const clock = createTestClock();
const past = clock.seconds() - 60;
const holders = {
  right: { clientId: 'duvo', subject: 'ada' },
  expired: { clientId: 'duvo', expiresAt: past },
  scopeless: { clientId: 'duvo', scopes: ['orders:list'] },
};
const keys = Object.entries(holders).map(([name, holder]) => ({
  ...holder,
  sha256: createHash('sha256').update(`ok_${name}`).digest('hex'),
}));

const options: Record<Exclude<Kind, 'nobody'>, CredentialOptions> = {
  'access token': { kind: 'access_token' },
  'bearer key': { kind: 'api_key', prefix: 'ok_', keys },
  'key in a header': { kind: 'api_key', header: 'x-api-key', keys },
  'custom headers': {
    kind: 'headers',
    names: ['x-team', 'x-token'],
    validate: (values) => new Map(Object.entries(holders)).get(values['x-token'] ?? ''),
  },
};

interface Policy {
  status: number;
  /** In the body. */
  error?: string;
  /** Its parameters but the description; without it there is no challenge at all. */
  challenge?: Record<string, string>;
}

/** The whole policy. Where what is shown makes no difference, everything is let in. */
function policyOf({ kind, shown, method }: Cell, place: Place, { resource, origin }: GuardedServer): Policy {
  const oauth = { scope: 'orders:read', resource_metadata: resource.metadataUrl };
  const isToken = kind === 'access token';
  if (method === 'OPTIONS') return { status: 204 };
  if (kind === 'nobody' || shown === 'right') return { status: 200 };
  if (shown === 'missing') {
    const isTokenWanted = isToken || place === 'beside all others';
    return { status: 401, challenge: isTokenWanted ? oauth : { realm: new URL(origin).host } };
  }
  if (shown === 'twice') {
    // Of which kind two Authorization headers are, nobody can say.
    const isForTokens = isToken || (kind === 'bearer key' && place === 'beside all others');
    const error = 'invalid_request';
    return { status: 400, error, challenge: { error, ...(isForTokens && oauth) } };
  }
  if (shown === 'without the scope') {
    const error = 'insufficient_scope';
    return { status: 403, error, ...(isToken && { challenge: { ...oauth, error, scope: 'orders:list orders:read' } }) };
  }
  return { status: 401, error: 'invalid_token', challenge: { error: 'invalid_token', ...(isToken && oauth) } };
}

/** What was answered, in the words of the policy. */
function answered(answer: RawAnswer): Policy {
  const { status, headers, text } = answer;
  const { error } = (status < 400 ? {} : JSON.parse(text)) as { error?: string };
  const { error_description: _description, ...challenge } =
    headers['www-authenticate'] === undefined ? {} : bearerOf(answer);
  return { status, ...(error && { error }), ...(Object.keys(challenge).length > 0 && { challenge }) };
}

/** What is put on the wire. */
async function headersOf(kind: Kind, shown: Shown, audience: string): Promise<Headers> {
  if (shown === 'missing') return [];
  if (shown === 'twice') {
    const once = await headersOf(kind, 'right', audience);
    return [...once, ...once];
  }
  if (kind === 'access token') return [['Authorization', `Bearer ${await tokenOf(shown, audience)}`]];
  if (kind === 'nobody') return [['Authorization', 'Bearer from-before']];
  const name = shown === 'without the scope' ? 'scopeless' : shown;
  if (kind === 'bearer key') return [['Authorization', `Bearer ok_${name}`]];
  if (kind === 'key in a header') return [['X-Api-Key', `ok_${name}`]];
  return [
    ['X-Team', 'blue'],
    ['X-Token', name],
  ];
}

function tokenOf(shown: Shown, audience: string): Promise<string> {
  if (shown === 'wrong') return stranger.mint(audience);
  if (shown === 'expired') return issuer.mint(audience, { claims: { exp: past } });
  if (shown === 'without the scope') return issuer.mint(audience, { claims: { scope: 'orders:list' } });
  return issuer.mint(shown === 'right' ? audience : `${audience}/other`);
}

const ofEveryKind: Shown[] = ['right', 'wrong', 'missing', 'expired', 'without the scope', 'twice'];
const shownOf: Record<Kind, Shown[]> = {
  'access token': [...ofEveryKind, 'for another audience'],
  'bearer key': ofEveryKind,
  'key in a header': ofEveryKind,
  'custom headers': ofEveryKind,
  nobody: ['wrong', 'missing'],
};
const methods = ['GET', 'POST', 'DELETE', 'OPTIONS'];
const cells = (kinds: Kind[]): Cell[] =>
  kinds.flatMap((kind) => shownOf[kind].flatMap((shown) => methods.map((method) => ({ kind, shown, method }))));

let issuer: TestIssuer;
let stranger: TestIssuer;
beforeAll(async () => {
  [issuer, stranger] = await Promise.all([startTestIssuer(clock), startTestIssuer(clock)]);
});
afterAll(async () => {
  await Promise.all([issuer.goAway(), stranger.goAway()]);
});

function start(adapter: Adapter, kinds: Kind[]): Promise<GuardedServer> {
  const credentials = kinds.flatMap((kind) => (kind === 'nobody' ? [] : [options[kind]]));
  const given: Omit<ProtectedResourceOptions, 'resource'> =
    credentials.length === 0
      ? { dangerouslyWithoutCredentials: true }
      : { credentials, requiredScopes: ['orders:read'] };
  const authorizationServers = kinds.includes('access token') ? [issuer.issuer] : [];
  return startGuardedServer(adapter, { ...given, authorizationServers, now: clock.now });
}

const everyKind = Object.keys(options) as Exclude<Kind, 'nobody'>[];
const endpoints: [Place, Kind[]][] = [
  ...([...everyKind, 'nobody'] as Kind[]).map((kind): [Place, Kind[]] => ['alone', [kind]]),
  ['beside all others', everyKind],
];
const tables = adapters.flatMap((adapter) =>
  endpoints.map(([place, kinds]) => ({ adapter, place, kinds, name: kinds.join(', ') })),
);

describe.each(tables)('RS-3, RS-6, OAUTH21-30: through $adapter, $name, $place', ({ adapter, place, kinds }) => {
  let server: GuardedServer;
  beforeAll(async () => {
    server = await start(adapter, kinds);
  });
  afterAll(() => server.close());

  it.each(cells(kinds))('$method with $kind: $shown', async (cell) => {
    const headers = await headersOf(cell.kind, cell.shown, server.resource.resource);
    const answer = await server.send('/mcp', { method: cell.method, headers });
    expect(answered(answer)).toEqual(policyOf(cell, place, server));
    expect(answer.status < 400 || answer.headers['cache-control'] === 'no-store').toBe(true);
  });
});
