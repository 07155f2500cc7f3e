/** A wrong configuration stops the command before it makes anything: with the place, what is there, what would do, and no secret. */
import { existsSync } from 'node:fs';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeWhere } from '../support/run-where.ts';
import { secret, site, type Site } from './served.ts';

const short = 'hunter2-hunter2';
const uri = `mongodb://ada:${short}@127.0.0.1:27017`;
const environment = {
  WRONG_URI: `mongodb://ada:${short}@more@127.0.0.1:27017`,
  GRANTHOUSE_TEST_SECRET: secret,
  GRANTHOUSE_SHORT: short,
  GRANTHOUSE_EMPTY: '',
  GRANTHOUSE_OTHER: `${secret}!`,
};

let here: Site;
beforeEach(async () => {
  here = await site();
});
afterEach(() => here.remove());

async function expectStopped(words: string[], message: RegExp): Promise<void> {
  const { code, out, err } = await here.granthouse(words, { environment }).ended;
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^granthouse: /);
  expect(err).toMatch(message);
  // Nor the stack of a bug.
  for (const hidden of [secret, short, '    at ']) expect(err).not.toContain(hidden);
  expect(existsSync(join(here.folder, 'store'))).toBe(false);
}

const mongodb = (named: object) => ({ store: { mongodb: named } });
const exactlyOne = /configuration.*exactly one of secretFile and secretEnvironmentVariable/;
const documents = (pinned: unknown[]) => ({ clientIdMetadataDocuments: { pinned } });
const fromVariable = (name: string) => ({ secretFile: undefined, secretEnvironmentVariable: name });

describe('a configuration', () => {
  it.each([
    ['no secret named', { secretFile: undefined }, exactlyOne],
    ['two secrets named', { secretEnvironmentVariable: 'GRANTHOUSE_TEST_SECRET' }, exactlyOne],
    ['the secret itself', { secret }, /configuration\.secret: found «hidden»\. .*secretFile/],
    ['a secret beside the database', { secretFile: 'store/secret' }, /\.secretFile: .*beside the database\. move/],
    ['a database beside the secret', { store: { sqlite: 'granthouse.db' } }, /\.secretFile: .*beside the database/],
    ['a secret file that is not there', { secretFile: 'nowhere' }, /\.secretFile: .*nowhere.*umask 077; openssl rand/],
    ['a variable that is not set', fromVariable('GRANTHOUSE_NONE'), /\.secretEnv.*GRANTHOUSE_NONE.*32 random bytes/],
    ['a variable that is empty', fromVariable('GRANTHOUSE_EMPTY'), /\.secretEnv.*GRANTHOUSE_EMPTY.*32 random bytes/],
    ['a variable that is short', fromVariable('GRANTHOUSE_SHORT'), /\.secretEnv.*15 bytes.*32 random bytes/],
    [
      'another secret itself',
      { otherSecrets: [secret] },
      /configuration\.otherSecrets: found «hidden»\. .*otherSecretFiles/,
    ],
    ['one name of other secrets', { otherSecretFiles: 'secret' }, /\.otherSecretFiles: found .*name the files/],
    [
      'another secret beside the database',
      { otherSecretFiles: ['secret', 'store/old'] },
      /\.otherSecretFiles\[1\]: .*beside the database\. move/,
    ],
    [
      'another secret file that is not there',
      { otherSecretFiles: ['nowhere'] },
      /\.otherSecretFiles\[0\]: .*nowhere, which is not there\. name a file.* leave it out/,
    ],
    [
      'a variable of another secret that is short',
      { otherSecretEnvironmentVariables: ['GRANTHOUSE_SHORT'] },
      /\.otherSecretEnvironmentVariables\[0\]: .*15 bytes.*32 random bytes/,
    ],
    [
      'the secret among the others',
      { otherSecretFiles: ['secret'] },
      /configuration\.otherSecrets\[0\]: found a secret that is named already\. name the secret before/,
    ],
    [
      'another secret twice',
      { otherSecretEnvironmentVariables: ['GRANTHOUSE_OTHER', 'GRANTHOUSE_OTHER'] },
      /configuration\.otherSecrets\[1\]: found a secret that is named already/,
    ],
    ['no store', { store: undefined }, /configuration\.store: found nothing\. name the database file/],
    ['another store', { store: { redis: 'x' } }, /configuration\.store\.redis: found .*does not exist/],
    ['two stores', { store: { sqlite: 'x', mongodb: { uriFile: 'x' } } }, /configuration\.store: .*the database file/],
    ['a URI in place of where it is', { store: { mongodb: uri } }, /\.store\.mongodb: .*name where the URI is/],
    ['the URI itself', mongodb({ uri }), /\.store\.mongodb\.uri: .*uriFile or uriEnvironmentVariable/],
    ['no URI named', mongodb({ database: 'x' }), /\.store\.mongodb: .*exactly one of uriFile and/],
    ['the URI as its file', mongodb({ uriFile: uri }), /\.store\.mongodb\.uriFile: .*«hidden»@.*take it out/],
    ['the URI as its variable', mongodb({ uriEnvironmentVariable: uri }), /«hidden»@.*name an environment variable/],
    ['the URI as a database file', { store: { sqlite: uri } }, /\.store\.sqlite: .*«hidden»@.*take it out/],
    ['the secret as its variable', fromVariable(secret), /\.secretEnv.*«hidden».*name an environment variable/],
    [
      'another secret as its variable',
      { otherSecretEnvironmentVariables: [secret] },
      /\.otherSecretEnv.*\[0\]: .*«hidden».*name an environment variable/,
    ],
    ['two URIs named', mongodb({ uriFile: 'x', uriEnvironmentVariable: 'X' }), /\.store\.mongodb: .*exactly one of/],
    [
      'a file of the URI that is not there',
      mongodb({ uriFile: 'nowhere' }),
      /\.uriFile: .*nowhere, which is not there\. write it there/,
    ],
    [
      'a file with another URI',
      mongodb({ uriFile: 'secret' }),
      /\.uriFile: .*no URI of MongoDB in it\. write it there/,
    ],
    [
      'a variable of the URI that is not set',
      mongodb({ uriEnvironmentVariable: 'NONE' }),
      /\.uriEnv.*NONE with nothing/,
    ],
    [
      'a URI that is wrong',
      mongodb({ uriEnvironmentVariable: 'WRONG_URI' }),
      /the URI of MongoDB is wrong.*percent-encode/,
    ],
    ['a store under its other name', { storage: 'x' }, /configuration\.storage: found "x"\. write it as "store"/],
    ['a port beyond all', { port: 70_000 }, /configuration\.port: found 70000\. .*65535/],
    [
      'a pinned document that is not there',
      documents(['nowhere.json']),
      /Documents\.pinned\[0\]: .*nowhere\.json\. name the/,
    ],
    [
      'a pinned document that is no JSON',
      documents(['secret']),
      /Documents\.pinned\[0\]: .*not JSON.*secret\. name the/,
    ],
    ['a pinned document that is wrong', documents(['granthouse.json']), /Documents\.pinned\[0\].*found/],
    ['a pinned document in place of its file', documents([{}]), /Documents\.pinned\[0\]: found an object\. name the/],
    [
      'metadata documents under their old name',
      { clientIdMetadataDocuments: { enabled: true } },
      /enabled: .*not exist/,
    ],
    ['an option that does not exist', { isuer: 'x' }, /configuration\.isuer: found .*does not exist/],
    ['no resources', { resources: undefined }, /configuration\.resources: found nothing/],
    ['http on a public issuer', { issuer: 'http://a.example' }, /configuration\.issuer: found "http.*use https/],
  ])('with %s stops serve', async (_title, overrides, message) => {
    await here.configure(overrides);
    await expectStopped(['serve'], message);
  });

  it.each([
    [
      'that is short',
      (path: string) => writeFile(path, `${short}\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n`),
      /15 bytes.*32 random bytes/,
    ],
    [
      'that is a folder',
      (path: string) => rm(path).then(() => mkdir(path)),
      /which cannot be read \(EISDIR\)\. name a/,
    ],
  ])('with a secret file %s stops serve and users alike', async (_title, bend, message) => {
    await bend(join(here.folder, 'secret'));
    await expectStopped(['serve'], message);
    await expectStopped(['users', 'list'], message);
  });

  it.each([
    ['that is not JSON', (path: string) => writeFile(path, `{ "secret": "${secret}"`)],
    ['that is not there', (path: string) => rm(path)],
  ])('in a file %s stops serve and users alike', async (_title, bend) => {
    await bend(join(here.folder, 'granthouse.json'));
    await expectStopped(['serve'], /granthouse\.json: found .*pass --config with a JSON file/);
    await expectStopped(['users', 'list'], /granthouse\.json: found .*pass --config with a JSON file/);
  });

  it('in a file with a comma too many is told where, and nothing of what stands there', async () => {
    await writeFile(join(here.folder, 'granthouse.json'), `{\n  "secret": "${secret}",\n}`);
    await expectStopped(['serve'], /granthouse\.json: found text that is not JSON \(line 3 column 1\)\. pass/);
  });

  it('whose database can’t be made is said in one line', async () => {
    await here.configure({ store: { sqlite: 'granthouse.json/store.db' } });
    await expectStopped(['users', 'list'], /granthouse\.json/);
  });
});

describeWhere(process.platform !== 'win32', 'Windows makes links for few')('a configuration', () => {
  it.each([
    ['a link to a secret beside the database', 'linked', 'data/granthouse.db'],
    ['a secret beside a database that a link leads to', 'data/secret', 'folder/granthouse.db'],
  ])('with %s stops serve', async (_title, secretFile, sqlite) => {
    await mkdir(join(here.folder, 'data'));
    await writeFile(join(here.folder, 'data/secret'), secret);
    await symlink('data/secret', join(here.folder, 'linked'));
    await symlink('data', join(here.folder, 'folder'));
    await here.configure({ secretFile, store: { sqlite } });
    await expectStopped(['serve'], /\.secretFile: .*beside the database\. move/);
  });
});
