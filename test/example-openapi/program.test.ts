/** `npm run openapi-example` as a process: what it says, that all of it is true, and how it refuses to start. */
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { authorize } from '../support/connect.ts';
import { RememberingProvider } from '../support/remembering-provider.ts';
import { describeWhere } from '../support/run-where.ts';
import { sdkHosts } from '../support/sdk-hosts.ts';
import { clients } from '../support/tools-clients.ts';
import { launchProgram, startProgram, type StartedProgram } from './running-program.ts';

const [host] = sdkHosts;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-openapi-'));
});
afterAll(() => rm(folder, { recursive: true }));

describeWhere(process.platform !== 'win32', 'Windows has no signals')('the program', () => {
  let started: StartedProgram;
  beforeAll(async () => {
    started = await startProgram({ cwd: folder });
  });

  it('says where everything is, who may sign in, and what to do next', () => {
    const { said, resource } = started;
    expect(said).toContain('11 tools, made of the OpenAPI document of Order desk');
    expect(resource).toMatch(/^http:\/\/localhost:\d+\/v1\/mcp$/);
    for (const line of ['MCP Inspector', 'Claude Code', 'VS Code', 'With the key']) {
      expect(said).toMatch(new RegExp(`^ +${line} .*${resource}`, 'mu'));
    }
  });

  it.each(Object.entries(clients))('answers %s with the key that it says', async (_name, connect) => {
    const client = await connect(started.resource, started.apiKey);
    expect((await client.callTool({ name: 'get_me' })).structuredContent).toMatchObject({ role: 'manager' });
    await client.close();
  });

  it.each([
    ['demo@example.com', 'manager'],
    ['viewer@example.com', 'viewer'],
  ])('lets %s sign in as it says, who is a %s at the API', async (login, role) => {
    const provider = new RememberingProvider();
    const reach = { resource: started.resource, provider, fetch };
    await expect(host!.connect(reach)).rejects.toThrow(host!.unauthorized);
    const [, password = ''] = new RegExp(`${login} / (\\S+)`, 'u').exec(started.said) ?? [];
    await host!.finish(reach, await authorize(provider.takeRedirect(), { who: { login, password } }));
    const client = await host!.connect(reach);
    expect(await client.callTool({ name: 'get_me', arguments: {} })).toMatchObject({ structuredContent: { role } });
    await client.close();
  });

  it('has an API that answers nobody else', async () => {
    const [, api = ''] = /^ +API +(\S+)/mu.exec(started.said) ?? [];
    const headers = { authorization: `Bearer ${started.apiKey}`, 'x-service-key': started.apiKey };
    expect((await fetch(`${api}/me`, { headers })).status).toBe(401);
  });

  it('stops at a signal without a word of complaint, and leaves no key behind', async () => {
    const { code, err, out } = await started.stop();
    expect({ code, err, end: out.trim().split('\n').at(-1)?.trim() }).toEqual({ code: 0, err: '', end: 'Stopped.' });
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
    expect(files.map(({ name }) => name).toSorted()).toEqual(['granthouse.db', 'order-desk-api.db', 'secret']);
    for (const { parentPath, name } of files) {
      expect((await readFile(join(parentPath, name))).includes(started.apiKey)).toBe(false);
    }
  });
});

describe('the program refuses', () => {
  it('a wrong word before it makes anything, and without a stack', async () => {
    const own = await mkdtemp(join(tmpdir(), 'granthouse-openapi-'));
    const words = ['--document', 'none.yaml', '--server', 'https://api.example'];
    const { code, out, err } = await launchProgram({ cwd: own, words }).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('none.yaml');
    expect(err).not.toMatch(/^ {4}at /mu);
    expect(await readdir(own)).toEqual([]);
    await rm(own, { recursive: true });
  });

  it('a port that is in use, and says which variable moves it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, err } = await launchProgram({ cwd: folder, environment: { API_PORT: String(port) } }).ended;
    other.close();
    expect(code).toBe(1);
    expect(err).toMatch(
      new RegExp(`API_PORT: found port ${port}, which is in use.*API_PORT=\\d+ npm run openapi-example`),
    );
  });
});
