/** What the MongoDB engine sends: commands that every topology takes, a sharded cluster among them, and what it makes of a no. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StorageError, type DocumentStore } from '@granthouse/storage';
import { mongodbPlace, mongodbUri, noMongodb, withMongodb, type MongodbPlace } from '../support/mongodb.ts';
import { startMongodbProxy, type Command, type MongodbProxy } from '../support/mongodb-proxy.ts';
import { describeWhere } from '../support/run-where.ts';
import { collections } from './contract/ground.ts';

const owned = { field: 'owner', value: 'ada' };

interface Update {
  readonly q: Record<string, unknown>;
  readonly u: unknown;
  readonly multi?: boolean;
}

describeWhere(mongodbUri !== undefined, noMongodb)('the commands to MongoDB', () => {
  let place: MongodbPlace;
  let proxy: MongodbProxy;
  let store: DocumentStore | undefined;
  let warnings: string[];
  beforeEach(async () => {
    [place, proxy] = await Promise.all([mongodbPlace(), startMongodbProxy()]);
    warnings = [];
    store = undefined;
  });
  afterEach(async () => {
    await store?.close();
    await proxy.close();
    await place.clear();
  });

  const open = async (): Promise<DocumentStore> => {
    const engine = place.engine({ uri: proxy.uri, warn: (message) => void warnings.push(message) });
    return (store = await engine.open(collections));
  };
  const sentOf = (name: string): Command[] => proxy.commands.filter((command) => name in command);
  const doEverything = async (): Promise<void> => {
    const opened = await open();
    await opened.insert('things', 'a', { owner: 'ada' }, Date.now() + 60_000);
    await opened.insert('things', 'a', { owner: 'bob' });
    await opened.put('things', 'b', { owner: 'ada' }, 0);
    await opened.compareAndSet('things', 'a', { expected: { owner: 'ada' }, set: { group: 'x' } });
    await opened.findBy('things', owned);
    await opened.list('things', { after: 'a' });
    await opened.delete('things', 'a');
    await opened.deleteBy('things', owned);
    await opened.sweep();
  };

  it('are few, and none of them needs a transaction, a pipeline or a change stream', async () => {
    await doEverything();
    const names = new Set(proxy.commands.map((command) => Object.keys(command)[0]));
    expect(names).toEqual(new Set(['find', 'listCollections', 'insert', 'createIndexes', 'update', 'delete']));
    for (const command of proxy.commands) expect(command).not.toHaveProperty('startTransaction');
  });

  it('change one record each, by its key', async () => {
    await doEverything();
    const updates = sentOf('update').map(({ updates: list }) => list as Update[]);
    expect(updates.length).toBeGreaterThan(3);
    for (const list of updates) {
      expect(list).toHaveLength(1);
      expect(list[0]).toMatchObject({ q: { _id: expect.anything() } });
      expect(list[0]?.multi ?? false).toBe(false);
      expect(Array.isArray(list[0]?.u)).toBe(false);
    }
  });

  it('wait for the journals of a majority, and read what a majority has', async () => {
    await doEverything();
    const writes = [...sentOf('insert'), ...sentOf('update'), ...sentOf('delete')];
    for (const { writeConcern } of writes) expect(writeConcern).toEqual({ w: 'majority', j: true, wtimeout: 4000 });
    for (const { readConcern } of sentOf('find')) expect(readConcern).toEqual({ level: 'majority' });
  });

  it('make nothing unique but the key, which is a hash', async () => {
    await doEverything();
    const indexes = sentOf('createIndexes').flatMap(({ indexes: list }) => list as object[]);
    for (const index of indexes) {
      expect(index).not.toHaveProperty('unique');
      expect(index).not.toHaveProperty('partialFilterExpression');
    }
    await store?.insert('things', 'ada@example.com', { owner: 'ada@example.com' });
    const stored = await withMongodb((client) => client.db(place.database).collection('things').findOne());
    expect(stored?._id.toString('hex')).toMatch(/^[0-9a-f]{64}$/);
    expect(stored).toMatchObject({ id: 'ada@example.com', text: '{"owner":"ada@example.com"}' });
  });

  it('let the server delete what expired by its clock, unless the store goes by another', async () => {
    const isByTime = () => proxy.commands.some((command) => JSON.stringify(command).includes('expireAfterSeconds'));
    const other = await mongodbPlace(() => 0);
    await (await other.engine({ uri: proxy.uri }).open(collections)).close();
    await other.clear();
    expect(isByTime()).toBe(false);
    await open();
    expect(isByTime()).toBe(true);
  });

  describe('answered with a no', () => {
    const refused = (code: number, codeName: string, more = {}) => ({ ok: 0, code, codeName, errmsg: 'no', ...more });

    it('by time: it is told, and an index to sweep by is made instead', async () => {
      proxy.answer = (command) =>
        JSON.stringify(command).includes('expireAfterSeconds') ? refused(67, 'CannotCreateIndex') : undefined;
      const opened = await open();
      expect(warnings.filter((message) => message.includes('until it is swept'))).toHaveLength(1);
      await opened.insert('things', 'a', {}, Date.now() - 1);
      expect(await opened.sweep()).toBe(1);
    });

    it.each([
      ['Unauthorized', refused(13, 'Unauthorized', { errmsg: 'not authorized to execute { update: "secret" }' })],
      ['NotWritablePrimary', refused(10_107, 'NotWritablePrimary')],
      ['an index is gone', refused(85, 'IndexOptionsConflict')],
    ])('while it is open: unavailable, with the name of it and nothing of a document: %s', async (_title, answer) => {
      const opened = await open();
      proxy.answer = (command) => ('update' in command ? answer : undefined);
      const refusal = opened.put('things', 'a', { owner: 'secret' });
      await expect(refusal).rejects.toMatchObject({ code: 'unavailable' });
      await expect(refusal).rejects.toThrow(answer.codeName);
      await expect(refusal).rejects.not.toThrow('secret');
    });

    it('of a majority that did not confirm: unavailable, though one server has it', async () => {
      const opened = await open();
      const writeConcernError = { code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting timed out' };
      proxy.answer = (command) => ('update' in command ? { ok: 1, n: 1, nModified: 1, writeConcernError } : undefined);
      await expect(opened.put('things', 'a', {})).rejects.toMatchObject({ code: 'unavailable' });
    });

    it.each([
      ['saslStart', refused(18, 'AuthenticationFailed'), 'check user, password and authSource'],
      ['createIndexes', refused(13, 'Unauthorized'), 'the role readWrite'],
    ])('when it is opened, to %s: unsupported, with a remedy', async (name, answer, remedy) => {
      proxy.answer = (command) => (name in command ? answer : undefined);
      const uri = name === 'saslStart' ? proxy.uri.replace('//', '//ada:pass-word@') : proxy.uri;
      const opening = place.engine({ uri }).open(collections);
      await expect(opening).rejects.toBeInstanceOf(StorageError);
      await expect(opening).rejects.toMatchObject({ code: 'unsupported' });
      await expect(opening).rejects.toThrow(remedy);
      await expect(opening).rejects.not.toThrow('pass-word');
    });
  });
});
