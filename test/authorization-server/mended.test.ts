/** What the operator hears of a sloppy registration (RFC 7591 §3.2.1): once for each new client, as data, and nothing that a log must not hold. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '@granthouse/authorization-server';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { post, publicClient, register } from '../support/oauth-client.ts';

const events: AuditEvent[] = [];
let server: RunningServer;
beforeAll(async () => {
  server = await startAuthorizationServer('https://orders.example.com/mcp', {
    onEvent: (event) => void events.push(event),
  });
});
beforeEach(() => void events.splice(0));
afterAll(() => server.close());

const device = 'urn:ietf:params:oauth:grant-type:device_code';

describe('the event of a new client says what was mended', () => {
  it.each<[string, object, object[]]>([
    ['nothing of a body that is fine', { client_name: 'Fine' }, []],
    [
      'HOST-06: a grant type that nobody gets here',
      { grant_types: ['authorization_code', 'refresh_token', device] },
      [{ member: 'grant_types', done: 'changed', values: [device] }],
    ],
    [
      'HOST-04: scopes that do not exist',
      { scope: 'orders:read profiles claudeai' },
      [{ member: 'scope', done: 'changed', values: ['profiles', 'claudeai'] }],
    ],
    ['HOST-03: an empty scope', { scope: '', client_name: 'Empty' }, [{ member: 'scope', done: 'dropped' }]],
    [
      'HOST-02: another type of application',
      { client_name: 'Web', application_type: 'web' },
      [{ member: 'application_type', done: 'changed' }],
    ],
    [
      'members that nobody knows, the first few by their names',
      { client_name: 'Unknown', a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 },
      [{ member: 'unknown', done: 'dropped', values: ['a', 'b', 'c', 'd', 'e', 'and 2 more'] }],
    ],
    [
      'a name of a member that would write a line of its own',
      { client_name: 'Line', ['x\n{"level":"error"}\u202e']: 1 },
      [{ member: 'unknown', done: 'dropped', values: ['x?{"level":"error"}?'] }],
    ],
    [
      'a secret, but not which',
      { client_name: 'Secret', client_secret: 'hunter2hunter2' },
      [{ member: 'client_secret', done: 'dropped' }],
    ],
    [
      'a page that is none',
      { client_name: 'Page', client_uri: 'javascript:alert(1)' },
      [{ member: 'client_uri', done: 'dropped' }],
    ],
  ])('%s', async (_what, members, mended) => {
    const before = server.logged.length;
    const { client_id } = await register(server.issuer, { ...publicClient, ...members });
    expect(events).toEqual([expect.objectContaining({ name: 'client.registered', client_id, mended })]);
    const lines = server.logged.slice(before);
    expect(lines).toHaveLength(1);
    expect(lines.join('')).not.toMatch(/hunter2|alert/);
  });

  it('once, however often the same client registers', async () => {
    const sloppy = { ...publicClient, client_name: 'Often', shoe_size: 43 };
    await Promise.all(Array.from({ length: 20 }, () => register(server.issuer, sloppy)));
    await register(server.issuer, { ...sloppy, shoe_size: 44 });
    expect(events).toHaveLength(1);
  });

  it('in a line of bounded length, however large the body was', async () => {
    const members = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${'x'.repeat(10)}${index}`, 1]));
    const before = server.logged.length;
    const answer = await post(`${server.issuer}/register`, { ...publicClient, client_name: 'Large', ...members });
    expect(answer.status).toBe(201);
    expect(server.logged.slice(before).join('').length).toBeLessThan(1000);
  });
});
