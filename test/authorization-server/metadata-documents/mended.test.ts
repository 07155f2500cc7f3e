/** What the operator hears of a sloppy document (RFC 7591 §3.2.1): once for each that is new or another than before, and nothing that a log must not hold. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { documentAt } from '../../support/metadata-document.ts';
import { fetchingServer, serves, type FetchingServer } from './document-host.ts';

const hour = 3_600_000;
const device = 'urn:ietf:params:oauth:grant-type:device_code';
const sloppy = { grant_types: ['authorization_code', 'refresh_token', device] };
const mended = [{ member: 'grant_types', done: 'changed', values: [device] }];
let site: FetchingServer;
let url: string;
beforeAll(async () => {
  site = await fetchingServer();
});
afterAll(() => site.server.close());
beforeEach(() => {
  url = site.nextDocument();
});

const told = () => site.events.filter(({ name, client_id: id }) => name === 'client.document_mended' && id === url);

async function reads(members: Record<string, unknown>, at = site): Promise<void> {
  site.host.put(url, serves(documentAt(url, members)));
  site.clock.advance(25 * hour);
  await at.asked(url);
}

describe('the event says what was mended of a document', () => {
  it.each<[string, Record<string, unknown>, object[]]>([
    ['HOST-06: a grant type that nobody gets here', sloppy, mended],
    [
      'HOST-04: scopes that do not exist',
      { scope: 'orders:read a b' },
      [{ member: 'scope', done: 'changed', values: ['a', 'b'] }],
    ],
    [
      'keys of a client that proves nothing by them',
      { jwks_uri: 'https://host.example.com/jwks.json' },
      [{ member: 'jwks_uri', done: 'dropped' }],
    ],
    [
      'a member that nobody knows, whose name would write a line of its own',
      { ['x\n{"level":"error"}\u202e']: 'hunter2' },
      [{ member: 'unknown', done: 'dropped', values: ['x?{"level":"error"}?'] }],
    ],
    ['a page that is none', { client_uri: 'javascript:alert(1)' }, [{ member: 'client_uri', done: 'dropped' }]],
  ])('%s', async (_what, members, expected) => {
    const before = site.server.logged.length;
    await reads(members);
    const event = { name: 'client.document_mended', level: 'info', at: site.clock.now(), client_id: url };
    expect(told()).toEqual([{ ...event, mended: expected }]);
    expect(site.server.logged.slice(before).join('')).not.toMatch(/hunter2|alert/);
  });

  it('and there is none of a document that is fine', async () => {
    await reads({ token_endpoint_auth_method: 'none', scope: 'orders:read' });
    expect(told()).toEqual([]);
  });

  it('nor of one that is refused', async () => {
    await reads({ ...sloppy, client_secret: 'hunter2hunter2' });
    expect(told()).toEqual([]);
  });
});

describe('it is told once', () => {
  it('however many ask, and however often the document is read', async () => {
    await reads(sloppy);
    await Promise.all(Array.from({ length: 20 }, () => site.asked(url)));
    for (let day = 0; day < 3; day += 1) await reads(sloppy);
    expect(told()).toHaveLength(1);
  });

  it('however the members that nobody knows are rewritten all the time', async () => {
    for (let day = 0; day < 3; day += 1) await reads({ ...sloppy, built: String(day) });
    expect(told()).toHaveLength(1);
  });

  it('more when what is taken of the document changes, and for an approved one by a single server', async () => {
    await reads(sloppy);
    await site.connected(url);
    const other = await site.another();
    await other.asked(url);
    expect(told()).toHaveLength(1);
    site.host.put(url, serves(documentAt(url, { ...sloppy, client_name: 'Renamed' })));
    site.clock.advance(25 * hour);
    await Promise.all([site, other].map((each) => each.asked(url)));
    expect(told()).toHaveLength(2);
    await other.server.close();
  });

  it('for an approved one although the server starts again', async () => {
    await reads(sloppy);
    await site.connected(url);
    const other = await site.another();
    await reads(sloppy, other);
    expect(told()).toHaveLength(1);
    await other.server.close();
  });
});
