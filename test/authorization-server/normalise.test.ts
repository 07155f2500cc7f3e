/** The normaliser as a function: whatever comes in, what goes out is safe, and doing it twice changes nothing (RFC 7591 §2). */
import { describe, expect, it } from '@jest/globals';
import { OAuthError } from '@granthouse/protocol';
import * as fc from 'fast-check';
import { sharedClient } from '../../packages/authorization-server/src/registration/client-id.ts';
import { mendedIn } from '../../packages/authorization-server/src/registration/mended.ts';
import {
  normaliseClientMetadata,
  saidByClient,
  type ClientMetadata,
} from '../../packages/authorization-server/src/registration/normalise.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { anyBody, knownUris } from './any-body.ts';
import { faultsOf } from './taken-registration.ts';

const policy = {
  grantTypes: ['authorization_code', 'refresh_token'],
  responseTypes: ['code'],
  clientAuthenticationMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
  privateUseRedirectUris: knownUris,
  knownScopes: new Set(['openid', 'offline_access', 'orders:read']),
  keysByAddress: false,
};

const parsed = (text: string) => JSON.parse(text) as ClientMetadata;

/** Undefined: refused. */
function normalised(body: ClientMetadata): ClientMetadata | undefined {
  try {
    return normaliseClientMetadata(saidByClient(body), policy);
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

/** As registration gives one where the method needs it, and names the scope. */
function answered({ scope_hint: scope, ...client }: ClientMetadata): ClientMetadata {
  const isSecret = String(client['token_endpoint_auth_method']).startsWith('client_secret');
  return { ...client, ...(scope === undefined ? {} : { scope }), ...(isSecret ? { client_secret: 'x' } : {}) };
}

const tried = (sample: number, property: (body: ClientMetadata, client: ClientMetadata) => void) => {
  let taken = 0;
  fc.assert(
    fc.property(anyBody, (text) => {
      const body = parsed(text);
      const client = normalised(body);
      if (client === undefined) return;
      taken += 1;
      property(body, client);
    }),
    { numRuns: propertyRuns(sample) },
  );
  // Or nothing would be tried.
  expect(taken).toBeGreaterThan(sample / 5);
};

describe('whatever a body holds', () => {
  it('HOST-01, HOST-06, HOST-08: it is refused in words of the RFC, or becomes a client that breaks no rule', () => {
    tried(2000, (body, client) => expect(faultsOf(answered(client), body)).toEqual([]));
  });

  it('normalising twice changes nothing, also when it comes out of a store with nulls in it', () => {
    tried(2000, (_body, client) => {
      const stored = { ...client, client_id: 'dcr_x', client_id_issued_at: 1 };
      const again = normaliseClientMetadata({ ...stored, logo_uri: client['logo_uri'] ?? null }, policy);
      expect(again).toEqual(stored);
      expect(JSON.stringify(normaliseClientMetadata(again, policy))).toBe(JSON.stringify(again));
    });
  });

  it('changes nothing of the body, and no prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    fc.assert(
      fc.property(anyBody, (text) => {
        const body = parsed(text);
        normalised(body);
        expect(JSON.stringify(body)).toBe(JSON.stringify(parsed(text)));
      }),
      { numRuns: propertyRuns(200) },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  it('RFC7591-2: the id of a public client follows whatever the order of members and redirect URIs, and the ports on loopback', () => {
    tried(500, (body, client) => {
      if (client['token_endpoint_auth_method'] !== 'none') return;
      const uris = (client['redirect_uris'] as string[]).toReversed();
      const moved = uris.map((uri) => uri.replace(/^(http:\/\/(?:\[::1\]|[\w.]+))(?::\d+)?(?=[/?]|$)/i, '$1:4711'));
      const turned = Object.fromEntries(Object.entries({ ...body, redirect_uris: moved }).toReversed());
      const again = normalised(turned);
      expect(again && sharedClient(again).client_id).toBe(sharedClient(client).client_id);
    });
  });

  it('what is told of the mending is short, plain, and nothing that was said of secrets or people', () => {
    tried(500, (body, client) => {
      const mended = mendedIn(body, client);
      expect(JSON.stringify(mended)).toMatch(/^[ -~]{2,3000}$/);
      const kept = normaliseClientMetadata(client, policy);
      const { scope_hint: scope, ...members } = kept;
      expect(mendedIn({ ...members, ...(scope === undefined ? {} : { scope }) }, kept)).toEqual([]);
    });
  });
});

describe('of what a client says of itself', () => {
  const base = { redirect_uris: ['https://app.example/cb'], token_endpoint_auth_method: 'none' };
  const told = (members: object) => normaliseClientMetadata({ ...base, ...members }, policy);

  it.each<[string, object, object]>([
    ['a name of blanks is none', { client_name: ' \t ' }, { client_name: undefined }],
    [
      'a long name is cut between characters',
      { client_name: '\u{1f600}'.repeat(300) },
      { client_name: '\u{1f600}'.repeat(200) },
    ],
    ['a name that is cut to blanks is none', { client_name: `${' '.repeat(200)}x` }, { client_name: undefined }],
    ['half of a character is replaced', { client_name: 'a\ud800' }, { client_name: 'a\ufffd' }],
    [
      'a page that browsers read differently is dropped',
      { client_uri: 'https://a.example@evil.example/' },
      { client_uri: undefined },
    ],
    ['a page that runs code is dropped', { logo_uri: ' javascript:alert(1)' }, { logo_uri: undefined }],
    [
      'a long contact is dropped, and one that comes twice',
      { contacts: [`${'a'.repeat(300)}@b.example`, 'a@b.example', 'a@b.example'] },
      { contacts: ['a@b.example'] },
    ],
    [
      'HOST-04: of a scope the known part stays',
      { scope: 'profile  orders:read claudeai orders:read' },
      { scope_hint: 'orders:read' },
    ],
    [
      'RFC7591-7: a client that asks for refresh_token alone redeems codes, too',
      { grant_types: ['refresh_token'] },
      { grant_types: ['authorization_code', 'refresh_token'] },
    ],
    [
      'RFC7591-7: a client that asks for codes alone gets no refresh tokens',
      { grant_types: ['authorization_code'] },
      { grant_types: ['authorization_code'] },
    ],
    [
      'a secret of a client without one is dropped',
      { client_secret: 'x', client_secret_expires_at: 0 },
      { client_secret: undefined, client_secret_expires_at: undefined },
    ],
    [
      'keys of a client that does not prove itself by them are dropped',
      { jwks: { keys: [{ kty: 'EC' }] } },
      { jwks: undefined },
    ],
  ])('%s', (_rule, members, expected) => {
    for (const [name, value] of Object.entries(expected)) expect(told(members)[name]).toEqual(value);
  });

  it('RFC7591-10: keys of other kinds and private halves are not kept', () => {
    const keys = [
      { kty: 'oct', k: 'c2VjcmV0' },
      { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'private' },
      {},
      null,
      7,
    ];
    const byKey = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys, more: 1 } };
    expect(told(byKey)['jwks']).toEqual({ keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] });
  });

  it('RFC7591-8: ten keys of a kind that proves something are taken whatever stands beside them, and eleven are refused', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, index) => ({ kty: 'EC', kid: `k${index}` }));
    const others = Array.from({ length: 20 }, () => ({ kty: 'oct', k: 'a' }));
    const sent = (count: number) => ({
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [...others, ...keys(count)] },
    });
    expect(told(sent(10))['jwks']).toEqual({ keys: keys(10) });
    expect(() => told(sent(11))).toThrow('jwks must hold 1 to 10 keys');
  });

  it.each([[{ keys: [] }], [{ keys: [{ kty: 'oct', k: 'a' }] }], [{ keys: [{}] }], [{}], [[]], ['x'], [7]])(
    'RFC7591-8: without a single key of a kind that proves anything it is refused: %j',
    (jwks) => {
      expect(() => told({ token_endpoint_auth_method: 'private_key_jwt', jwks })).toThrow(
        'jwks must hold 1 to 10 keys',
      );
    },
  );
});
