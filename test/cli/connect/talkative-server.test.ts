/** A server that says much of itself and of its tools: a screen shows the beginning, and JSON all. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { identity, scriptedServer } from '../../client/connection/scripted-server.ts';
import { personAtHome, type PersonAtHome } from './person.ts';

const long = 'x'.repeat(1_000_000);
const properties = Object.fromEntries(Array.from({ length: 2_000 }, (_, each) => [`property-${each}`, {}]));
const tool = {
  name: `ping-${long}`,
  description: `Pings.\n${'y '.repeat(100_000)}`,
  inputSchema: { type: 'object', properties },
};
let person: PersonAtHome;
let url: string;

beforeEach(async () => {
  person = await personAtHome();
  ({ url } = await scriptedServer({
    initialize: () => ({ ...identity.initialize(), serverInfo: { name: long, version: long } }),
    'tools/list': () => ({ tools: [tool] }),
  }));
});
afterEach(() => person.close());

it('is named in one line', async () => {
  const { code, out } = await person.granthouse(['connect', url]);
  expect(code).toBe(0);
  expect(out).toMatch(/^Connected to x+…, without a credential/);
  expect(out.length).toBeLessThan(500);
});

it('has tools of some lines each, and whole ones in JSON', async () => {
  const { out } = await person.granthouse(['tools', url]);
  expect(out).toMatch(/^ping-x+…\n {4}Pings\. y y /);
  expect(out.length).toBeLessThan(5_000);
  const { out: json } = await person.granthouse(['tools', url, '--json']);
  expect(JSON.parse(json)).toMatchObject([tool]);
});

it('is told briefly of a tool that it may mean', async () => {
  const { code, err } = await person.granthouse(['call', url, 'ping']);
  expect(code).toBe(1);
  expect(err).toMatch(/no tool "ping", perhaps ping-x+…\n$/);
});
