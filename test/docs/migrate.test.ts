/** What changes for whoever replaces a guard: the table of the documentation, seen on the SDK's guards of both lines and on ours. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { type RawAnswer, sendRaw } from '../support/guarded-server.ts';
import { createTestClock } from '../support/test-clock.ts';
import { type MintChanges, startTestIssuer, type TestIssuer } from '../support/test-issuer.ts';
import { codeBlocksOf, pages, textAt } from './documents.ts';
import { type Running, start, withLocal } from './snippet.ts';

type Sending = { method?: string; headers?: [string, string][] };
type Case = (server: Server) => Promise<RawAnswer>;

interface Server {
  readonly origin: string;
  send(sending: Sending, path?: string): Promise<RawAnswer>;
  /** Calls with a token: right but for the changes. */
  call(changes?: MintChanges, audience?: string): Promise<RawAnswer>;
  stop(): Promise<void>;
}

const page = pages.find(({ path }) => path === 'docs/migrate.md')!;
const before = textAt('examples/snippets/src/migrate-sdk.ts');

/** What the page shows of another library, with what stands for the answer. */
function shown(library: string): string {
  const block = codeBlocksOf(page).find(
    ({ language, text }) => language === 'js' && text.includes(`from '${library}'`),
  );
  return `${block?.text}\nfunction answer(_request, response) {\n  response.json({});\n}\n`;
}

/** By the columns of the table. */
const programs = {
  'the 1.x SDK': { column: 2, program: before },
  'the 2.x SDK': {
    column: 2,
    program: withLocal(before, {
      '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js': '@modelcontextprotocol/express',
      '@modelcontextprotocol/sdk/server/auth/router.js': '@modelcontextprotocol/express',
    }),
  },
  'mcp-auth': { column: 3, program: shown('mcp-auth') },
  'express-oauth2-jwt-bearer': { column: 4, program: shown('express-oauth2-jwt-bearer') },
  'this guard': { column: 5, program: textAt('examples/snippets/src/protect-express.ts') },
};
const names = Object.keys(programs) as Array<keyof typeof programs>;

const clock = createTestClock();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer(clock);
  // What mcp-auth asks of an authorization server beside the rest.
  issuer.changeMetadata({
    registration_endpoint: `${issuer.issuer}/register`,
    grant_types_supported: ['authorization_code'],
  });
});

async function serve(name: keyof typeof programs): Promise<Server> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const program: Running = await start(
    withLocal(programs[name].program, {
      'https://orders.example.com': origin,
      'https://login.example.com': issuer.issuer,
      '9401': String(port),
    }),
  );
  const send: Server['send'] = (sending, path = '/mcp') => sendRaw(origin, path, { method: 'POST', ...sending });
  return {
    origin,
    send,
    async call(changes, audience = `${origin}/mcp`) {
      return send({ headers: [['Authorization', `Bearer ${await issuer.mint(audience, changes)}`]] });
    },
    stop: () => program.stop(),
  };
}

const bearer = async ({ origin }: Server) => `Bearer ${await issuer.mint(`${origin}/mcp`)}`;

/** By the first column of the table. */
const cases: Record<string, Case> = {
  'no token': (server) => server.send({}),
  'another scheme, `Basic …`': (server) => server.send({ headers: [['Authorization', 'Basic YTpi']] }),
  'a right token': (server) => server.call(),
  'an expired token': (server) => server.call({ claims: { exp: clock.seconds() - 600 } }),
  'a token with a wrong signature': async (server) => {
    const token = await issuer.mint(`${server.origin}/mcp`);
    return server.send({ headers: [['Authorization', `Bearer ${token.slice(0, -4)}AAAA`]] });
  },
  'a token for another server': (server) => server.call({}, 'https://other.example/mcp'),
  'an ID token, or another JWT that is no access token': (server) => server.call({ header: { typ: 'JWT' } }),
  'a token without the scope': (server) => server.call({ claims: { scope: 'orders:list' } }),
  '`Bearer token other`': async (server) =>
    server.send({ headers: [['Authorization', `${await bearer(server)} other`]] }),
  'two `Authorization` headers': async (server) => {
    const headers: [string, string][] = [
      ['Authorization', await bearer(server)],
      ['Authorization', 'Bearer other'],
    ];
    return server.send({ headers });
  },
  'a token in the URL': async (server) => server.send({}, `/mcp?access_token=${(await bearer(server)).slice(7)}`),
  'a right token from a foreign `Origin`': async (server) => {
    const headers: [string, string][] = [
      ['Authorization', await bearer(server)],
      ['Origin', 'https://evil.example'],
    ];
    return server.send({ headers });
  },
  'a preflight': (server) => server.send({ method: 'OPTIONS', headers: [['Origin', 'https://chatgpt.com']] }),
  'metadata at `/.well-known/oauth-protected-resource/mcp`': (server) =>
    server.send({ method: 'GET' }, '/.well-known/oauth-protected-resource/mcp'),
  'metadata at `/.well-known/oauth-protected-resource`': (server) =>
    server.send({ method: 'GET' }, '/.well-known/oauth-protected-resource'),
};
const awayCase = 'the authorization server is away';

const [, after = ''] = page.text.split('## What changes\n');
const rows = (after.split(/^## /mu)[0] ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .slice(2);

/** As the table writes it: the status, and the error code of the challenge where there is one. */
function outcomeOf({ status, headers }: RawAnswer): string {
  const [, error] = /error="([^"]+)"/u.exec(headers['www-authenticate'] ?? '') ?? [];
  return error === undefined ? `${status}` : `${status} \`${error}\``;
}

/** What the table says, but for what follows a comma: when it is otherwise. */
function expected(name: keyof typeof programs, what: string): string | undefined {
  const row = rows.find((cells) => cells[1] === what);
  return row?.[programs[name].column]?.split(',')[0];
}

it('the table has a row for each case, and no other', () => {
  expect(rows.map((cells) => cells[1] ?? '').toSorted()).toEqual([...Object.keys(cases), awayCase].toSorted());
});

describe.each(names)('%s answers as the table says', (name) => {
  let server: Server;
  beforeAll(async () => {
    server = await serve(name);
  });
  afterAll(() => server.stop());

  it.each(Object.entries(cases))('%s', async (what, send) => {
    expect(outcomeOf(await send(server))).toBe(expected(name, what));
  });
});

describe('while the authorization server is away', () => {
  let servers: Server[];
  beforeAll(async () => {
    servers = await Promise.all(names.map(serve));
    await issuer.goAway();
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it.each(names)('%s answers as the table says', async (name) => {
    const answer = await servers[names.indexOf(name)]!.call();
    expect(outcomeOf(answer)).toBe(expected(name, awayCase));
    expect('retry-after' in answer.headers).toBe(name === 'this guard');
  });
});
