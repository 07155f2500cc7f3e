/** Ids that follow from metadata, tried at random: the same id means the same client, and nothing else does (RFC 7591 §3.2.1). */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sharedClient } from '../../packages/authorization-server/src/registration/client-id.ts';
import { normaliseClientMetadata } from '../../packages/authorization-server/src/registration/normalise.ts';
import { propertyRuns } from '../support/property-runs.ts';

const policy = {
  grantTypes: ['authorization_code', 'refresh_token'],
  responseTypes: ['code'],
  clientAuthenticationMethods: ['none'],
  privateUseRedirectUris: [],
  knownScopes: new Set(['a', 'A']),
  keysByAddress: false,
};

const shared = (body: object) =>
  sharedClient(normaliseClientMetadata({ ...body, token_endpoint_auth_method: 'none' }, policy));

const redirectUri = fc.constantFrom(
  'http://127.0.0.1:1/cb',
  'http://127.0.0.1:2/cb',
  'http://127.0.0.1/cb',
  'http://localhost:1/cb',
  'https://a.example/cb',
  'https://a.example:8443/cb',
  'https://a.example/cb,https://b.example/cb',
);
// Few values, so that two bodies often agree; hostile ones among them.
const value = fc.constantFrom<unknown>(
  'a',
  'A',
  'a"]',
  '["a"',
  '\u00e9',
  'e\u0301',
  '\ud800',
  'a\u0000',
  1,
  true,
  null,
  [],
  {},
  ['a'],
);
const body = fc.record(
  {
    redirect_uris: fc.array(redirectUri, { minLength: 1, maxLength: 3 }),
    client_name: value,
    software_id: value,
    software_version: value,
    scope: value,
    contacts: fc.constantFrom<unknown>(['a@b.example'], ['b@b.example', 'a@b.example'], 'a@b.example', [1]),
    client_uri: fc.constantFrom<unknown>('https://a.example', 'http://127.0.0.1:1/', 'http://127.0.0.1:2/', 1),
    ['__proto__']: fc.constantFrom({ client_name: 'a' }, { toString: 1 }),
    constructor: value,
  },
  { requiredKeys: ['redirect_uris'], noNullPrototype: true },
);

describe('the id of a public client', () => {
  it('RFC7591-2: is the same exactly when all that is kept is the same', () => {
    fc.assert(
      fc.property(body, body, (one, two) => {
        const [left, right] = [shared(one), shared(two)];
        const isSame = canonical(left) === canonical(right);
        expect(left.client_id === right.client_id).toBe(isSame);
      }),
      { numRuns: propertyRuns(3000) },
    );
  });

  it('is the same for other ports, another order and repetitions of the redirect URIs', () => {
    const uris = fc.array(redirectUri, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(body, uris, fc.nat(60_000), (members, redirect_uris, port) => {
        const moved = redirect_uris.map((uri) => uri.replace(/^(http:\/\/[^/:]+)(:\d+)?/, `$1:${port + 1}`));
        const again = { ...members, redirect_uris: [...moved, ...redirect_uris].toReversed() };
        expect(shared(again).client_id).toBe(shared({ ...members, redirect_uris }).client_id);
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  it('begins with what says that the client registered itself, and how its id was made', () => {
    expect(shared({ redirect_uris: ['https://a.example/cb'] }).client_id).toMatch(/^dcr_1_[\w-]{43}$/);
  });
});

/** Written another way than the id's own. */
function canonical({ client_id: _derived, ...metadata }: Record<string, unknown>): string {
  const lines = Object.entries(metadata).map(([name, member]) => `${name}=${JSON.stringify(member)}`);
  return lines.toSorted().join('\n');
}
