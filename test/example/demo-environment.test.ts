/** What the environment may tell the demo: a wrong value stops the start before anything is made, and says what would do. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { launch } from '../support/program.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-demo-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['MCP_SERVER_PORT', 'abc', 'use a port from 1 to 65535'],
  ['MCP_SERVER_PORT', '0', 'use a port from 1 to 65535'],
  ['AUTHORIZATION_SERVER_PORT', '70000', 'use a port from 1 to 65535'],
  ['MCP_SERVER_PORT', '94.5', 'use a port from 1 to 65535'],
  ['MCP_SDK', '3', 'use 1 or 2'],
])('refuses %s=%s before it makes anything', async (variable, found, remedy) => {
  const demo = launch('examples/mcp-server/src/demo/main.ts', { cwd: folder, environment: { [variable]: found } });
  const { code, out, err } = await demo.ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain(`${variable}: found ${found}. ${remedy}`);
  expect(await readdir(folder)).toEqual([]);
});
