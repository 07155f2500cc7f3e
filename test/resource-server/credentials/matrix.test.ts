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
import { type Shown, startTokenSource, type TokenSource } from './shown-tokens.ts';

type Kind = 'signed token' | 'opaque token' | 'bearer key' | 'key in a header' | 'custom headers' | 'nobody';
interface Cell {
  kind: Kind;
  shown: Shown;
  method: string;
}

type Headers = [string, string][];
type Place = 'alone' | 'beside all others';

const clock = createTestClock();
const holders = {
  right: { clientId: 'duvo', subject: 'ada' },
  expired: { clientId: 'duvo', expiresAt: clock.seconds() - 60 },
  scopeless: { clientId: 'duvo', scopes: ['orders:list'] },
};
const keys = Object.entries(holders).map(([name, holder]) => ({
  ...holder,
  sha256: createHash('sha256').update(`ok_${name}`).digest('hex'),
}));

const accessToken: CredentialOptions = { kind: 'access_token' };
const options: Record<Exclude<Kind, 'nobody'>, CredentialOptions> = {
  'signed token': accessToken,
  'opaque token': accessToken,
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
  const isToken = isTokenKind(kind);
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

const isTokenKind = (kind: Kind) => kind === 'signed token' || kind === 'opaque token';

/** What is put on the wire. */
async function headersOf(kind: Kind, shown: Shown, audience: string): Promise<Headers> {
  if (shown === 'missing') return [];
  if (shown === 'twice') {
    const right = await headersOf(kind, 'right', audience);
    return [...right, ...right];
  }
  if (kind === 'signed token') return [['Authorization', `Bearer ${await tokens.signed(shown, audience)}`]];
  if (kind === 'opaque token') return [['Authorization', `Bearer ${tokens.opaque(shown, audience)}`]];
  if (kind === 'nobody') return [['Authorization', 'Bearer from-before']];
  const name = shown === 'without the scope' ? 'scopeless' : shown;
  if (kind === 'bearer key') return [['Authorization', `Bearer ok_${name}`]];
  if (kind === 'key in a header') return [['X-Api-Key', `ok_${name}`]];
  return [
    ['X-Team', 'blue'],
    ['X-Token', name],
  ];
}

const ofEveryKind: Shown[] = ['right', 'wrong', 'missing', 'expired', 'without the scope', 'twice'];
const shownOf: Record<Kind, Shown[]> = {
  'signed token': [...ofEveryKind, 'for another audience'],
  'opaque token': [...ofEveryKind, 'for another audience'],
  'bearer key': ofEveryKind,
  'key in a header': ofEveryKind,
  'custom headers': ofEveryKind,
  nobody: ['wrong', 'missing'],
};
const methods = ['GET', 'POST', 'DELETE', 'OPTIONS'];
const cells = (kinds: Kind[]): Cell[] =>
  kinds.flatMap((kind) => shownOf[kind].flatMap((shown) => methods.map((method) => ({ kind, shown, method }))));

let tokens: TokenSource;
beforeAll(async () => {
  tokens = await startTokenSource(clock);
});
afterAll(() => tokens.close());

function start(adapter: Adapter, kinds: Kind[]): Promise<GuardedServer> {
  const credentials = [...new Set(kinds.flatMap((kind) => (kind === 'nobody' ? [] : [options[kind]])))];
  const given: Omit<ProtectedResourceOptions, 'resource'> =
    credentials.length === 0
      ? { dangerouslyWithoutCredentials: true }
      : { credentials, requiredScopes: ['orders:read'] };
  const authorizationServers = kinds.some(isTokenKind) ? [tokens.authorizationServer] : [];
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
