/** An app with a known host's name and another address: flagged by default, refused where the operator says so, however it came in. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEvent, AuthorizationServerOptions } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { Browser } from '../../support/browser.ts';
import { pageOf, sentTo } from '../../support/connect.ts';
import { expectError } from '../../support/expect-error.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { post, publicClient, register } from '../../support/oauth-client.ts';
import { personAt, type PersonAt } from '../../support/person-at.ts';
import { visibleTextOf } from '../pages/parsed-html.ts';

const evil = 'https://login.evil.example/callback';
const imitation = { ...publicClient, client_name: 'СIaude', redirect_uris: [evil] };
const operators = { ...imitation, client_id: 'our-claude' };
const document = documentAt('https://evil.example/client.json', { client_name: 'Claude Code' });
const warned = 'This may not be the real';

interface Ground {
  readonly server: RunningServer;
  readonly issuer: string;
  readonly visit: PersonAt;
  /** What the operator was told of imitations with this name, in order. */
  told(clientName: string): AuditEvent[];
}

async function started(
  imitations: 'flag' | 'refuse',
  overrides: Partial<AuthorizationServerOptions> = {},
): Promise<Ground> {
  const events: AuditEvent[] = [];
  const server = await startAuthorizationServer('https://orders.example.com/mcp', {
    registration: imitations === 'refuse' ? { imitations } : {},
    clientIdMetadataDocuments: { pinned: [document] },
    clients: [operators],
    onEvent: (event) => void events.push(event),
    ...overrides,
  });
  const told = (clientName: string) =>
    events.filter((event) => event.name.startsWith('client.imitation_') && event['client_name'] === clientName);
  return { server, issuer: server.issuer, visit: await personAt(server.issuer), told };
}

let flagging: Ground;
let refusing: Ground;
beforeAll(async () => {
  [flagging, refusing] = await Promise.all([started('flag'), started('refuse')]);
});
afterAll(() => Promise.all([flagging.server.close(), refusing.server.close()]));

/** On a page of ours, before anyone signs in: nothing is sent to an address that isn't trusted. */
async function expectRefusal({ visit }: Ground, asked: Record<string, string>): Promise<void> {
  const { status, html } = await visit.signInPage(new Browser(), asked);
  expect([status, visibleTextOf(html)]).toEqual([400, expect.stringContaining('We stopped, to keep you safe')]);
  expect(html).not.toContain('<form');
}

describe('an app with the operator’s own name', () => {
  const own = { ...publicClient, client_name: 'Granthouse', redirect_uris: [evil] };

  it('is told to the person and the operator', async () => {
    const { issuer, visit, told } = flagging;
    const { client_id: clientId } = await register(issuer, own);
    const { html } = await visit.consentPage(visit.shared, { client_id: clientId, redirect_uri: evil });
    expect(visibleTextOf(html)).toContain('This is not Granthouse.');
    expect(told('Granthouse')[0]).toMatchObject({ imitates: 'Granthouse', address: 'login.evil.example' });
  });

  it('is refused where imitations are', async () => {
    await expectError(await post(`${refusing.issuer}/register`, own), 400, 'invalid_client_metadata');
  });
});

describe('an imitation', () => {
  it('registers by default, and is told to the operator once, and to the person on both pages', async () => {
    const { issuer, visit, told } = flagging;
    const { client_id: clientId } = await register(issuer, imitation);
    await register(issuer, imitation);
    const event = {
      name: 'client.imitation_flagged',
      level: 'warn',
      client_id: clientId,
      client_name: 'СIaude',
      imitates: 'Claude',
      address: 'login.evil.example',
    };
    expect(told('СIaude')).toMatchObject([event]);

    const asked = { client_id: clientId, redirect_uri: evil };
    expect(visibleTextOf((await visit.signInPage(new Browser(), asked)).html)).toContain(`${warned} Claude.`);
    expect(told('СIaude')).toHaveLength(1);
    const consent = await visit.consentPage(visit.shared, asked);
    expect(visibleTextOf(consent.html)).toContain(`${warned} Claude.`);
    expect(told('СIaude')).toMatchObject([event, event]);
    expect(sentTo(await visit.shared.submit(consent, '/approve')).searchParams.get('code')).not.toBeNull();
  });

  it.each([
    ['one of several addresses', 'CLAUDE', { redirect_uris: ['http://127.0.0.1:4711/callback', evil] }],
    ['a secret', 'C l a u d e', { token_endpoint_auth_method: 'client_secret_basic' }],
  ])('with %s is flagged, or refused with the member’s name', async (_what, clientName, more) => {
    const body = { ...imitation, client_name: clientName, ...more };
    await register(flagging.issuer, body);
    expect(flagging.told(clientName)).toMatchObject([{ name: 'client.imitation_flagged' }]);

    const answer = await post(`${refusing.issuer}/register`, body);
    const { error_description: words } = (await answer.clone().json()) as { error_description: string };
    await expectError(answer, 400, 'invalid_client_metadata');
    expect(words).toMatch(/^client_name .*Claude.*claude\.ai.*login\.evil\.example/);
    const event = { name: 'client.imitation_refused', level: 'warn', address: 'login.evil.example' };
    expect(refusing.told(clientName)).toMatchObject([event]);
  });

  it('by a metadata document is flagged when a person is asked, or refused on a page', async () => {
    const asked = { client_id: document.client_id };
    const { html } = await flagging.visit.consentPage(flagging.visit.shared, asked);
    expect(visibleTextOf(html)).toContain(`${warned} Claude Code.`);
    expect(flagging.told('Claude Code')).toMatchObject([
      { name: 'client.imitation_flagged', client_id: document.client_id, address: 'evil.example' },
    ]);

    await expectRefusal(refusing, asked);
    expect(refusing.told('Claude Code')).toMatchObject([
      { name: 'client.imitation_refused', client_id: document.client_id, address: 'evil.example' },
    ]);
  });

  it('that came before the operator refused them gets no further, not even from a page of that time', async () => {
    const storage = memoryEngine();
    const before = await started('flag', { storage });
    const { visit, issuer } = before;
    const { client_id: clientId } = await register(issuer, imitation);
    const asked = { client_id: clientId, redirect_uri: evil };
    const consent = await visit.consentPage(visit.shared, asked);
    await before.server.close();
    const after = await started('refuse', { storage, issuer });
    const { status, html } = pageOf(await visit.shared.submit(consent, '/approve'));
    expect([status, visibleTextOf(html)]).toEqual([400, expect.stringContaining('We stopped, to keep you safe')]);
    await expectRefusal(after, asked);
    await after.server.close();
  });
});

describe('no imitation', () => {
  it.each([
    ['Claude Code on loopback', { ...publicClient, client_name: 'Claude Code' }, 'We could not verify this.'],
    [
      'Claude at its own address',
      { ...imitation, client_name: 'Claude', redirect_uris: ['https://claude.ai/api/mcp/auth_callback'] },
      'Verified by its address: claude.ai.',
    ],
    ['an app with a name of its own', { ...imitation, client_name: 'Order notes' }, 'We could not verify this.'],
  ])('is %s, even where imitations are refused', async (_what, body, words) => {
    const { issuer, visit } = refusing;
    const { client_id: clientId } = await register(issuer, body);
    const asked = { client_id: clientId, redirect_uri: body.redirect_uris[0] };
    const visible = visibleTextOf((await visit.consentPage(visit.shared, asked)).html);
    expect(visible).toContain(words);
    expect(visible).not.toContain(warned);
  });

  it('is what the operator registered, whatever its name and address', async () => {
    const { visit, told } = refusing;
    const asked = { client_id: operators.client_id, redirect_uri: evil };
    const { html } = await visit.consentPage(visit.shared, asked);
    expect(visibleTextOf(html)).toContain('This is “СIaude”, registered by');
    expect(told('СIaude')).toEqual([]);
  });
});
