/** Opening a store on MongoDB: whose database it is, of which schema, and errors that say a remedy and no password. */
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Collections } from '@granthouse/storage';
import { mongodbEngine } from '@granthouse/storage/mongodb';
import { freePort } from '../support/free-port.ts';
import { mongodbPlace, mongodbUri, noMongodb, withMongodb, type MongodbPlace } from '../support/mongodb.ts';
import { sourceFlags } from '../support/program.ts';
import { describeWhere } from '../support/run-where.ts';
import { root } from '../support/source-files.ts';
import { refusalOf } from './contract/ground.ts';

const collections: Collections = { things: { indexes: ['owner'] } };

describe('an address of MongoDB', () => {
  it.each([
    ['another scheme', 'http://ada:h0rse@127.0.0.1:27017'],
    ['nothing', ''],
    ['an at sign in the password', 'mongodb://ada:h0rse@b4ttery@127.0.0.1:27017/x'],
    ['an at sign and a slash in the password', 'mongodb://ada:h0rse@b4ttery/st4ple@127.0.0.1:27017/x'],
    ['a port that is none', 'mongodb://ada:h0rse@127.0.0.1:123456/x'],
    ['an unknown option', 'mongodb://127.0.0.1:27017/x?password=h0rse'],
  ])('is refused, and no part of it shown: %s', async (_title, uri) => {
    const opening = mongodbEngine({ uri }).open(collections);
    await expect(opening).rejects.toMatchObject({ code: 'unsupported' });
    await expect(opening).rejects.not.toHaveProperty('cause');
    await expect(opening).rejects.toThrow('write mongodb://');
    await expect(opening).rejects.not.toThrow(/h0rse|b4ttery|st4ple/);
  });

  it.each(['a/b', 'a.b', 'a b', '', 'x'.repeat(64)])('has no database called %j', async (database) => {
    const opening = mongodbEngine({ uri: 'mongodb://127.0.0.1', database }).open(collections);
    await expect(opening).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('where nobody answers is named, without the password', async () => {
    const port = await freePort();
    const opening = mongodbEngine({ uri: `mongodb://ada:pass-word@127.0.0.1:${port}/x` }).open(collections);
    await expect(opening).rejects.toMatchObject({ code: 'unavailable' });
    await expect(opening).rejects.toThrow(`127.0.0.1:${port}`);
    await expect(opening).rejects.not.toThrow('pass-word');
  });

  it('needs the driver, and says how to install it', () => {
    const hook = `export const resolve = (name, context, next) => {
      if (name === 'mongodb') throw new Error('not installed');
      return next(name, context);
    };`;
    const program = `import { register } from 'node:module';
      register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});
      const { mongodbEngine } = await import('@granthouse/storage/mongodb');
      await mongodbEngine({ uri: 'mongodb://127.0.0.1' }).open({}).catch(({ code, message }) => console.log(code, message));`;
    const { stdout } = spawnSync(process.execPath, [...sourceFlags, '--input-type=module', '-e', program], {
      cwd: root,
    });
    expect(String(stdout)).toMatch(/^unsupported .*npm install mongodb@7\.8/);
  });
});

describeWhere(mongodbUri !== undefined, noMongodb)('a database of MongoDB', () => {
  let place: MongodbPlace;
  beforeEach(async () => {
    place = await mongodbPlace();
  });
  afterEach(() => place.clear());

  const open = async (): Promise<void> => (await place.engine().open(collections)).close();
  const inDatabase = async (step: (database: Database) => Promise<unknown>): Promise<void> => {
    await withMongodb(async (client) => step(client.db(place.database)));
  };
  const markOf = (database: Database) => database.collection<{ _id: string; version: number }>('granthouse.meta');

  it('is made once by many that start at once', async () => {
    await Promise.all(Array.from({ length: 8 }, open));
    await inDatabase(async (database) => {
      expect(await markOf(database).find().toArray()).toEqual([{ _id: 'schema', version: 1 }]);
    });
  });

  it('of a newer schema is neither opened nor looked at', async () => {
    await inDatabase((database) => markOf(database).insertOne({ _id: 'schema', version: 2 }));
    expect(await refusalOf(open())).toBe('unsupported');
    expect(await refusalOf(place.engine().inspect(collections))).toBe('unsupported');
    await inDatabase(async (database) => expect(await database.listCollections().toArray()).toHaveLength(1));
  });

  it('of another program is left alone', async () => {
    await inDatabase((database) => database.collection('things').insertOne({ whose: 'theirs' }));
    const opening = place.engine().open(collections);
    await expect(opening).rejects.toThrow('belongs to another program');
    await inDatabase(async (database) => expect(await database.listCollections().toArray()).toHaveLength(1));
  });

  it('without a store is not made by looking at it', async () => {
    const opening = place.engine().inspect(collections);
    await expect(opening).rejects.toMatchObject({ code: 'unavailable' });
    await expect(opening).rejects.toThrow('no store yet');
    await inDatabase(async (database) => expect(await database.listCollections().toArray()).toEqual([]));
  });

  it('says its schema when it is looked at', async () => {
    await open();
    const { report, close } = await place.engine().inspect(collections);
    await close();
    expect(report).toEqual({ engine: 'mongodb', schemaVersion: 1, records: { things: 0 }, problems: [] });
  });
});

type Database = ReturnType<Parameters<Parameters<typeof withMongodb>[0]>[0]['db']>;
