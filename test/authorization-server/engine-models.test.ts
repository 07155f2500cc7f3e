/** The engine's models as they are found and told here, held against the engine's own ways. */
import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  anything,
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  dictionary,
  integer,
  jsonValue,
  option,
  record,
  string,
} from 'fast-check';
import Provider, { type AdapterPayload } from 'oidc-provider';
import { leanModels } from '../../packages/authorization-server/src/engine-models.ts';
import { propertyRuns } from '../support/property-runs.ts';

const models = ['AuthorizationCode', 'Grant', 'RefreshToken'] as const;
type Name = (typeof models)[number];

interface Found {
  find(id: unknown, options: { ignoreExpiration: boolean }): Promise<object | undefined>;
  new (input: object): { save(ttl?: number): Promise<string> };
}

let stored: AdapterPayload | undefined;
let life: number | undefined;
let engines: Provider;
let ours: Provider;

beforeEach(() => {
  [engines, ours] = [engine(), engine()];
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  leanModels(ours, { current: () => ({ kid: 'the key', privateKey }), gather: true });
});

const seconds = integer({ min: 1, max: 2_000_000_000 });
const optional = { requiredKeys: [] };
const members = record(
  {
    iat: seconds,
    exp: seconds,
    iiat: seconds,
    consumed: seconds,
    accountId: string(),
    clientId: string(),
    grantId: string(),
    gty: string(),
    scope: string(),
    resource: array(string()),
    rotations: integer(),
    codeChallenge: string(),
    redirectUri: string(),
    nonce: string(),
    claims: dictionary(string(), jsonValue()),
    openid: record({ scope: string() }),
    resources: dictionary(string(), string()),
    expiresWithSession: constantFrom(false),
  },
  optional,
);

describe('a record that a model wrote', () => {
  it.each(models)('is found as the same %s', async (name) => {
    const property = asyncProperty(members, string(), boolean(), async (input, id, ignoreExpiration) => {
      stored = await writtenBy(engines, name, input);
      const options = { ignoreExpiration };
      const [found, expected] = [
        await modelOf(ours, name).find(id, options),
        await modelOf(engines, name).find(id, options),
      ];
      expect(plain(found)).toEqual(plain(expected));
      expect(found === undefined || found instanceof ours[name]).toBe(true);
    });
    await assert(property, { numRuns: propertyRuns(200) });
  });

  it.each(models)('is no %s when it is of another kind, or nothing is there', async (name) => {
    stored = { ...(await writtenBy(engines, name, {})), kind: 'Session' };
    expect(await modelOf(ours, name).find('id', { ignoreExpiration: true })).toBeUndefined();
    stored = undefined;
    expect(await modelOf(ours, name).find('id', { ignoreExpiration: true })).toBeUndefined();
  });

  it.each(models)('is no %s when what was asked for is no text', async (name) => {
    stored = await writtenBy(engines, name, {});
    const property = asyncProperty(option(anything()), async (id) => {
      if (typeof id === 'string') return;
      expect(await modelOf(ours, name).find(id, { ignoreExpiration: true })).toBeUndefined();
    });
    await assert(property, { numRuns: propertyRuns(50) });
  });

  it('that ends with a session is no code without that session', async () => {
    const input = { expiresWithSession: true, sessionUid: 'gone' };
    stored = await writtenBy(engines, 'AuthorizationCode', input);
    expect(await ours.AuthorizationCode.find('id', { ignoreExpiration: true })).toBeUndefined();
  });
});

describe('a refresh token that has its value', () => {
  it('is stored as the engine stores it, for as long, and told once', async () => {
    jest.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000);
    const property = asyncProperty(members, async (input) => {
      const [own, theirs] = [await written(ours, input), await written(engines, input)];
      expect(own).toEqual(theirs);
      expect(own.told).toBe(1);
    });
    await assert(property, { numRuns: propertyRuns(200) });
    jest.restoreAllMocks();
  });

  async function written(provider: Provider, input: object) {
    let told = 0;
    const listener = () => (told += 1);
    provider.on('refresh_token.saved', listener);
    const token = Object.assign(new provider.RefreshToken({ ...input } as never), { jti: 'its value' });
    const value = await token.save();
    provider.off('refresh_token.saved', listener);
    return { value, stored, life, told };
  }
});

describe('an event of a model', () => {
  it('has the name that the engine gives it', () => {
    const kinds = [
      'AccessToken',
      'AuthorizationCode',
      'DeviceCode',
      'Grant',
      'PushedAuthorizationRequest',
      'RefreshToken',
    ];
    for (const kind of kinds) {
      const told = [ours, engines].map((provider) => {
        const names: unknown[] = [];
        Object.assign(provider, { emit: (name: string) => names.push(name) });
        provider.BaseToken.prototype.emit.call({ kind } as never, 'saved');
        return names;
      });
      expect(told[0]).toEqual(told[1]);
    }
  });
});

async function writtenBy(provider: Provider, name: Name, input: object): Promise<AdapterPayload> {
  stored = undefined;
  await new (modelOf(provider, name))(input).save(600);
  if (!stored) throw new Error('the model writes its record');
  return JSON.parse(JSON.stringify(stored)) as AdapterPayload;
}

const modelOf = (provider: Provider, name: Name) => provider[name] as unknown as Found;

const plain = (model: object | undefined) => model && Object.fromEntries(Object.entries(model));

function engine(): Provider {
  const adapter = {
    upsert: async (_id: string, payload: AdapterPayload, expiresIn: number) =>
      void ([stored, life] = [payload, expiresIn]),
    find: async () => stored && structuredClone(stored),
    findByUid: async () => undefined,
  };
  return new Provider('https://login.example.com', {
    adapter: () => adapter as never,
    cookies: { keys: ['a key for the cookies of a test'] },
    jwks: { keys: [generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })] },
    ttl: { AuthorizationCode: 60, Grant: 600, RefreshToken: 600 },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    features: { devInteractions: { enabled: false } },
  });
}
