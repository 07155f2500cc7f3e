/** What `npm start` runs: both servers on both loopback families, a demo person, a store of its own, and a clean stop. */
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createServer, request, type IncomingMessage } from 'node:http';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { authorizationRequest, redeem, register, type TokenAnswer } from '../support/oauth-client.ts';
import { openRequest, openTokenRequest } from '../support/open-request.ts';
import { launch, type Program } from '../support/program.ts';
import { describeWhere } from '../support/run-where.ts';

const hasSignals = process.platform !== 'win32';
const loopback = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .map(({ address }) => address)
  .filter((address) => ['127.0.0.1', '::1'].includes(address));

interface Ports {
  readonly AUTHORIZATION_SERVER_PORT: string;
  readonly MCP_SERVER_PORT: string;
  readonly MCP_SDK?: string;
}

const newPorts = async (): Promise<Ports> => ({
  AUTHORIZATION_SERVER_PORT: String(await freePort()),
  MCP_SERVER_PORT: String(await freePort()),
});

let folder: string;
let ports: Ports;
let issuer: string;
let resource: string;
const programs: Program[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-demo-'));
  ports = await newPorts();
  issuer = `http://localhost:${ports.AUTHORIZATION_SERVER_PORT}`;
  resource = `http://localhost:${ports.MCP_SERVER_PORT}/mcp`;
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.kill()));
});
afterAll(() => rm(folder, { recursive: true }));

function start(environment: Ports = ports): Program {
  const program = launch('examples/mcp-server/src/demo/main.ts', {
    cwd: folder,
    environment: { ...environment },
    ownGroup: hasSignals,
  });
  programs.push(program);
  return program;
}

async function started(environment: Ports = ports): Promise<Program> {
  const program = start(environment);
  await program.says('Ctrl+C stops it.');
  return program;
}

/** What an address answers when it is asked by the name that the servers know. */
async function statusAt(address: string, url: string): Promise<number | undefined> {
  const { port, host, pathname } = new URL(url);
  const asked = request({ host: address, port, path: pathname, headers: { host }, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}

/** As the demo person, by the form as it comes. */
async function obtainToken(): Promise<string> {
  const { client_id: clientId } = await register(issuer);
  const { url, verifier } = authorizationRequest(issuer, clientId);
  const browser = new Browser();
  const consent = pageOf(await browser.submit(pageOf(await browser.open(url)), '/sign-in'));
  const code = sentTo(await browser.submit(consent, '/approve')).searchParams.get('code') ?? '';
  const answer = await redeem(issuer, { client_id: clientId, code, code_verifier: verifier });
  return ((await answer.json()) as TokenAnswer).access_token;
}

const storesIn = async () =>
  (await readdir(join(folder, '.granthouse'))).map((name) => join(folder, '.granthouse', name));
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const databases = ['granthouse.db', 'order-desk.db'];

/** No journal is left, so that a copy of the files is a copy of the data. */
async function expectClean(): Promise<void> {
  for (const store of await storesIn()) expect((await readdir(join(store, 'store'))).toSorted()).toEqual(databases);
}

describeWhere(hasSignals, 'Windows has no signals')('the demo', () => {
  let token: string;

  it('says where it is, with a line for each client, and answers on every loopback address', async () => {
    const demo = await started();
    for (const address of loopback) {
      expect(await statusAt(address, `${issuer}/health/ready`)).toBe(200);
      expect(await statusAt(address, resource)).toBe(401);
    }
    token = await obtainToken();

    demo.signal('SIGINT');
    const { code, out, err } = await demo.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`Authorization server +${issuer}\n`));
    expect(out).toMatch(/New secret +\.granthouse\/\w+\/secret /);
    const lines = out.split('\n').filter((line) => line.includes(resource));
    for (const client of 'MCP server|Granthouse|MCP Inspector|Claude Code|VS Code|Cursor|mcp-remote|curl'.split('|')) {
      expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^ +${client} `)));
    }
  });

  it('keeps secret and store to their owner, and the secret outside the folder of the databases', async () => {
    const [store = '', ...others] = await storesIn();
    expect(others).toEqual([]);
    expect((await readdir(store)).toSorted()).toEqual(['secret', 'store']);
    expect(await modeOf(join(store, 'secret'))).toBe(0o600);
    expect(await modeOf(join(store, 'store', 'granthouse.db'))).toBe(0o600);
    for (const path of [join(store, 'store'), store, join(folder, '.granthouse')])
      expect(await modeOf(path)).toBe(0o700);
  });

  it.each([
    ['SIGINT', 'program', 2],
    ['SIGTERM', 'program', 1],
    ['SIGINT', 'group', 1],
    ['SIGTERM', 'group', 2],
  ] as const)('goes on with its data; at %s to the %s, sent %i times, ends what is open', async (signal, to, times) => {
    const demo = await started();
    const type = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    const call = await openRequest(resource, { ...type, authorization: `Bearer ${token}` }, ping);
    const refresh = await openTokenRequest(issuer);

    demo.signal(signal, to);
    await demo.says('Stopping');
    if (times === 2) demo.signal(signal, to);
    // A connection that comes at that very moment is reset, later ones are refused.
    await expect(statusAt('127.0.0.1', resource)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    // An open call may need the authorization server's keys.
    expect(await statusAt('127.0.0.1', `${issuer}/jwks`)).toBe(200);
    expect([await call.finish(), await refresh.finish()]).toEqual([200, 401]);

    const { code, out, err } = await demo.ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).not.toContain('New secret');
    for (const address of loopback) {
      await expect(statusAt(address, resource)).rejects.toThrow('ECONNREFUSED');
      await expect(statusAt(address, issuer)).rejects.toThrow('ECONNREFUSED');
    }
    await expectClean();
  });

  it('runs the entry on the 1.x SDK when it is told to', async () => {
    const demo = await started({ ...ports, MCP_SDK: '1' });
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' };
    // The 2.x entry answers an empty batch with 400.
    const answer = await fetch(resource, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '[]',
    });
    expect(answer.status).toBe(202);
    demo.signal('SIGTERM');
    expect((await demo.ended).code).toBe(0);
  });

  it('has a store and a secret of its own on other ports, at the same time', async () => {
    const demos = [await started(), await started(await newPorts())];
    const secrets = await Promise.all((await storesIn()).map((store) => readFile(join(store, 'secret'), 'utf8')));
    expect(new Set(secrets).size).toBe(2);
    for (const demo of demos) demo.signal('SIGTERM');
    expect((await Promise.all(demos.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0]);
    await expectClean();
  });
});

describe('the demo', () => {
  it.each(['AUTHORIZATION_SERVER_PORT', 'MCP_SERVER_PORT'] as const)(
    'names %s when its port is in use, and leaves nothing open',
    async (variable) => {
      const other = createServer().listen(Number(ports[variable]), '127.0.0.1');
      await once(other, 'listening');
      const { code, out, err } = await start().ended;
      other.close();
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(
        new RegExp(`${variable}: found port ${ports[variable]}, which is in use\\. .*${variable}=\\d+ npm start`),
      );
      expect(err).not.toContain('    at ');
      await expectClean();
    },
  );
});
