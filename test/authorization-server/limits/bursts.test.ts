/** How hosts come in bursts, as their profiles say, and offices on a Monday morning: none of it ever meets a limit (HOST-14, HOST-17). */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { limitsOf } from '../../../packages/authorization-server/src/limits/limits.ts';
import { obtainTokens, type TokenAnswer } from '../../support/oauth-client.ts';
import { createTestClock } from '../../support/test-clock.ts';
import { limitedServer, newClient, statusesOf, type LimitedServer } from './limited-server.ts';

const office = '198.51.100.7';
const loopback = (path: string) => ({ redirect_uris: [`http://127.0.0.1:19876${path}`] });

describe('over HTTP', () => {
  let server: LimitedServer;
  beforeEach(async () => {
    server = await limitedServer();
  });
  afterEach(() => server.close());

  it.each([
    // Recorded: opencode registers twice in a login; codex-cli at each login, with another port; n8n at each click.
    ['opencode', 2, { ...newClient('OpenCode'), ...loopback('/mcp/oauth/callback') }],
    ['codex-cli', 1, { ...newClient('Codex'), ...loopback('/callback'), application_type: 'native' }],
    ['n8n', 1, { ...newClient('n8n'), redirect_uris: ['https://n8n.example.com/rest/oauth2-credential/callback'] }],
    [
      'claude-hosted, with a secret',
      1,
      {
        ...newClient('Claude'),
        redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
  ])('HOST-17: %s, by 250 people of one office at once', async (_host, times, body) => {
    expect(await statusesOf(250 * times, () => server.register(office, body))).toEqual({ 201: 250 * times });
    const { client_id: clientId } = (await (await server.register(office, body)).json()) as { client_id: string };
    // Opened twice, as opencode does it.
    expect(await statusesOf(500, () => server.authorize(office, clientId))).not.toHaveProperty('429');
    expect(server.reached()).toEqual([]);
  });

  it('HOST-14: four refreshes at once, hour after hour', async () => {
    const { client, tokens } = await obtainTokens(server.issuer);
    let token = tokens.refresh_token;
    for (let round = 0; round < 30; round += 1) {
      const fields = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token: token };
      const answers = await Promise.all([1, 2, 3, 4].map(() => server.postForm(office, '/token', fields)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      ({ refresh_token: token } = (await (answers[0] as Response).json()) as TokenAnswer);
    }
  });
});

/** Five thousand people, one after the other within some minutes, counted as the server counts them. */
describe('5,000 people', () => {
  const people = 5000;
  const clock = createTestClock();
  const told: string[] = [];
  const limitsNow = () =>
    limitsOf({
      now: clock.now,
      limits: { enabled: true, times: 1, sharedNetworks: [] },
      audit: (name, { by }) => void told.push(`${name} ${String(by)}`),
    });
  let limits = limitsNow();
  beforeEach(() => {
    limits = limitsNow();
  });

  const registersNew = (address: string, fingerprint: string) => {
    limits.registration(address);
    limits.newClient({ address, fingerprint });
  };
  const refreshesFourfold = (person: number, clientId: string) => {
    for (let parallel = 0; parallel < 4; parallel += 1) {
      limits.clientRequest({ address: office, clientId });
      limits.refresh({ clientId, accountId: `person ${person}` });
    }
  };
  const connects = (person: number, clientId: string) => {
    for (let twice = 0; twice < 2; twice += 1) {
      limits.registration(office);
      limits.authorization({ address: office, clientId });
    }
    limits.approval({ clientId, accountId: `person ${person}` });
    refreshesFourfold(person, clientId);
  };
  const showsDeadToken = (person: number) => {
    const who = { address: `160.79.104.${10 + (person % 2)}`, clientId: 'https://claude.ai/oauth/client' };
    for (let repeated = 0; repeated < 3; repeated += 1) {
      limits.clientRequest(who);
      limits.countClientRequest(who);
    }
  };

  it.each<[string, number, (person: number) => void]>([
    [
      'of one office, who connect two apps each, registered and opened twice',
      10,
      (person) => {
        for (const app of ['claude-code', 'opencode']) connects(person, app);
      },
    ],
    [
      'of one office, of whom a tenth uses an app that is a new client for each',
      60,
      (person) => person % 10 === 0 && registersNew(office, person % 20 === 0 ? 'librechat' : 'sdk-csharp'),
    ],
    [
      'behind four addresses of Claude, which registers a client with a secret for each',
      10,
      (person) => registersNew(`160.79.104.${10 + (person % 4)}`, 'claude-hosted'),
    ],
    ['behind two addresses of Claude, who were disconnected and come three times each', 5, showsDeadToken],
    ['whose hosts refresh four times, all at the same moment', 0, (person) => refreshesFourfold(person, 'claude-code')],
  ])('%s, within %d minutes, meet no limit', (_who, minutes, act) => {
    expect(() => {
      for (let person = 0; person < people; person += 1) {
        act(person);
        clock.advance((minutes * 60_000) / people);
      }
    }).not.toThrow();
    expect(told).toEqual([]);
  });
});
