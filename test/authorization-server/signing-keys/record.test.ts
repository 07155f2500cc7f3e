/** Where the signing keys are kept: what a wrong secret, an older record and a store that is away mean for them. */
import { describe, expect, it } from '@jest/globals';
import { openKeys } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { createSealer, StorageError, type Document, type DocumentStore, type StorageEngine } from '@granthouse/storage';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { orderDesk } from '../../support/authorization-server.ts';
import { askAbout, bound, hour, kidOf, second, startRotating } from './rotating.ts';

const secret = 'a secret for tests, long enough to be taken';
const otherSecret = 'another secret for tests, long enough as well';
const place = 'server_key/signing/sealed';
const collections = { server_key: { indexes: [] } };
const dates = { publishedAt: 0, signsFrom: 0 };

/** An engine whose reads of the signing keys a test can change. */
function bendable(engine: StorageEngine = memoryEngine()) {
  const bent: { read: (() => Promise<void>) | undefined } = { read: undefined };
  const open: StorageEngine['open'] = async (names) => {
    const store = await engine.open(names);
    const get: DocumentStore['get'] = async (collection, id) => {
      if (collection === 'server_key' && id === 'signing') await bent.read?.();
      return store.get(collection, id);
    };
    return { ...store, get };
  };
  return { storage: { ...engine, open }, bent };
}

/** Two instances, and a token of the second that is signed by a key which the first has not read yet; it is asked next. */
async function signedByAnother() {
  const { storage, bent } = bendable();
  const here = await startRotating(2, { storage });
  await here.instances[1]?.signingKeys.rotate({ compromised: true });
  here.choose(1);
  const token = await here.token();
  here.choose(0);
  return { here, bent, token };
}

describe('the record of the signing keys', () => {
  it('goes on with the one key of a store whose keys were never rotated', async () => {
    const storage = memoryEngine();
    const store = await storage.open(collections);
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid: 'from before', alg: 'ES256', use: 'sig' };
    const sealed = createSealer(secret).seal(JSON.stringify(JSON.stringify(jwk)), place);
    await store.insert('server_key', 'signing', { sealed });
    const here = await startRotating(2, { storage });
    expect(await here.published()).toEqual(['from before']);
    const token = await here.token();
    expect(kidOf(token)).toBe('from before');
    await here.instances[1]?.signingKeys.rotate();
    here.clock.advance(hour);
    expect(await here.published()).toHaveLength(2);
    expect((await here.guarded.call(token)).status).toBe(200);
    await here.close();
  });

  it('holds neither a private key nor anything else in clear', async () => {
    const storage = memoryEngine();
    const here = await startRotating(1, { storage });
    await here.instances[0]?.signingKeys.rotate();
    const document = await (await storage.open(collections)).get('server_key', 'signing');
    expect(Object.keys(document ?? {})).toEqual(['sealed']);
    const opened = createSealer(secret).open(document?.['sealed'] as string, place);
    expect((JSON.parse(opened) as { keys: object[] }).keys).toHaveLength(2);
    await here.close();
  });

  it('stops the start under another secret, with the remedy', async () => {
    const [storage, issuer] = [memoryEngine(), 'https://login.example.com'];
    const options = { storage, issuer, resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }] };
    await (await openKeys({ ...options, secret })).close();
    await expect(openKeys({ ...options, secret: otherSecret })).rejects.toThrow('start with the secret');
  });

  it('is missed by nobody while the store is away: the known keys serve, the log says so, and it is read when it is back', async () => {
    const { storage, bent } = bendable();
    const here = await startRotating(2, { storage });
    const [first] = await here.published();
    bent.read = async () => {
      throw new StorageError('unavailable', 'the store is away');
    };
    here.clock.advance(bound);
    expect(await here.published()).toEqual([first]);
    expect(here.warnings).toEqual(['the signing keys could not be read; the known ones stay']);
    bent.read = undefined;
    await here.instances[1]?.signingKeys.rotate();
    here.clock.advance(5 * second);
    // Read beside the first request: nobody waits for a store that was away.
    await here.published();
    expect(await here.published()).toHaveLength(2);
    await here.close();
  });

  it('holds no request up while the store is known to be away and does not even say so', async () => {
    const { storage, bent } = bendable();
    const here = await startRotating(1, { storage });
    const before = await here.published();
    bent.read = async () => {
      throw new StorageError('unavailable', 'the store is away');
    };
    here.clock.advance(bound);
    await here.published();
    let answer = (): void => undefined;
    bent.read = () => new Promise((resolve) => (answer = resolve));
    here.clock.advance(5 * second);
    expect(await here.published()).toEqual(before);
    answer();
    await here.close();
  });

  it('judges no token by a key that it may hold while the store is away', async () => {
    const { here, bent, token } = await signedByAnother();
    bent.read = async () => {
      throw new StorageError('unavailable', 'the store is away');
    };
    here.clock.advance(5 * second);
    // The second finds that the keys were tried a moment ago.
    for (const answer of [await askAbout(here.issuer, token), await askAbout(here.issuer, token)]) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    }
    bent.read = undefined;
    here.clock.advance(5 * second);
    expect(await here.introspect(token)).toBe(true);
    await here.close();
  });

  it('is waited for by everyone who asks about a key that is being read', async () => {
    const { here, bent, token } = await signedByAnother();
    // As long as other requests take, so that all have asked by then.
    bent.read = async () => void (await Promise.all([here.published(), here.published()]));
    here.clock.advance(5 * second);
    const answers = await Promise.all(Array.from({ length: 5 }, () => here.introspect(token)));
    expect(answers).toEqual([true, true, true, true, true]);
    await here.close();
  });

  it.each<[string, (key: JWK) => Document]>([
    ['a list of keys that is not sealed', (jwk) => ({ sealed: { keys: [{ jwk, state: 'current', ...dates }] } })],
    ['a key that is not sealed', (jwk) => ({ sealed: JSON.stringify(jwk) })],
    ['nothing', () => ({})],
  ])('takes %s from nobody, at a start or later', async (_title, written) => {
    const storage = memoryEngine();
    const here = await startRotating(1, { storage });
    const before = await here.published();
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = { ...(await exportJWK(privateKey)), kid: "a stranger's", alg: 'ES256', use: 'sig' };
    const store = await storage.open(collections);
    await store.put('server_key', 'signing', written(jwk));
    here.clock.advance(bound);
    expect(await here.published()).toEqual(before);
    expect(kidOf(await here.token())).toBe(before[0]);
    const options = { storage, issuer: 'https://login.example.com', secret };
    const resources = [{ resource: 'https://orders.example.com/mcp', ...orderDesk }];
    await expect(openKeys({ ...options, resources })).rejects.toThrow('does not open this store');
    await here.close();
  });

  it('is an earlier one again when whoever writes to the store puts that back: a limit that the documentation names', async () => {
    const storage = memoryEngine();
    const here = await startRotating(1, { storage });
    const store = await storage.open(collections);
    const earlier = (await store.get('server_key', 'signing')) ?? {};
    const before = await here.published();
    await here.instances[0]?.signingKeys.rotate({ compromised: true });
    expect(await here.published()).not.toEqual(before);
    await store.put('server_key', 'signing', earlier);
    here.clock.advance(bound);
    expect(await here.published()).toEqual(before);
    await here.close();
  });

  it('is believed no more when this secret does not open it any longer: the known keys serve', async () => {
    const storage = memoryEngine();
    const here = await startRotating(1, { storage });
    const before = await here.published();
    const store = await storage.open(collections);
    const sealed = createSealer(otherSecret).seal('{}', place);
    await store.put('server_key', 'signing', { sealed });
    here.clock.advance(bound);
    expect(await here.published()).toEqual(before);
    expect(kidOf(await here.token())).toBe(before[0]);
    expect(here.warnings).toHaveLength(1);
    await here.close();
  });
});
