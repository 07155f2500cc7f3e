/** `granthouse token`: what a connection shows, for another program; the line for curl is run as the documentation has it. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startHouse, type House } from '../../support/order-desk.ts';
import { sourceFlags } from '../../support/program.ts';
import { describeWhere } from '../../support/run-where.ts';
import { root } from '../../support/source-files.ts';
import { personAtHome, type PersonAtHome } from './person.ts';

let house: House;
let person: PersonAtHome;

beforeAll(async () => {
  house = await startHouse();
  person = await personAtHome();
  await person.granthouse(['connect', house.resource]);
});
afterAll(async () => {
  await person.close();
  await house.close();
});

it('gives its headers to another program, and no more to whoever has no connection', async () => {
  const { code, out } = await person.granthouse(['token', house.resource, '--headers']);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^authorization: Bearer \S+\n$/) });
  expect(await person.granthouse(['token', `${house.resource}x`])).toMatchObject({ code: 3, out: '' });
});

describeWhere(existsSync('/usr/bin/curl'), 'there is no curl')('the line for curl', () => {
  it('lists the tools of a server', async () => {
    const page = await readFile(join(root, 'docs/command-line.md'), 'utf8');
    const line = /^granthouse token [^]*?(?=^```)/m.exec(page)?.[0] ?? '';
    const command = [process.execPath, ...sourceFlags, join(root, 'packages/cli/src/bin.ts')].join(' ');
    const text = line.replace('granthouse', command).replaceAll('https://orders.example.com/mcp', house.resource);
    const env = { ...process.env, NODE_OPTIONS: '', HOME: person.folder, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '' };
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', text], { env });
    expect(stdout).toContain('"name":"list_customers"');
  });
});
