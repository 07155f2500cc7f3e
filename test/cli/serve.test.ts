/** `granthouse serve` as a process: it answers until it is told to stop, and then finishes what it began. */
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { authorizationRequest } from '../support/oauth-client.ts';
import { openTokenRequest } from '../support/open-request.ts';
import type { Program } from '../support/program.ts';
import { describeWhere } from '../support/run-where.ts';
import { documentAt } from '../support/metadata-document.ts';
import { secret, site, type Site } from './served.ts';

const hasSignals = process.platform !== 'win32';

let here: Site;
beforeEach(async () => {
  here = await site();
});
afterEach(() => here.remove());

async function serve(): Promise<Program> {
  const serving = here.granthouse(['serve']);
  await serving.says(`Granthouse answers for ${here.issuer} on port ${new URL(here.issuer).port}.`);
  return serving;
}

async function keyIds(): Promise<string[]> {
  const { keys } = (await (await fetch(`${here.issuer}/jwks`)).json()) as { keys: Array<{ kid: string }> };
  return keys.map(({ kid }) => kid);
}

const modeOf = async (...path: string[]) => (await stat(join(here.folder, ...path))).mode & 0o777;

describeWhere(hasSignals, 'Windows has no signals')('granthouse serve', () => {
  it.each([
    ['SIGTERM', 1],
    ['SIGINT', 1],
    ['SIGTERM', 2],
    ['SIGINT', 2],
  ] as const)('answers until %s, sent %i times; finishes what is open, takes nothing new', async (signal, times) => {
    const serving = await serve();
    const metadata = `${here.issuer}/.well-known/oauth-authorization-server`;
    expect(await (await fetch(metadata)).json()).toMatchObject({ issuer: here.issuer });
    const open = await openTokenRequest(here.issuer);

    serving.signal(signal);
    await serving.says('finishes open requests');
    if (times === 2) serving.signal(signal);
    await expect(fetch(metadata, { headers: { connection: 'close' } })).rejects.toThrow('fetch failed');
    expect(await open.finish()).toBe(401);

    expect(await serving.ended).toMatchObject({ code: 0, out: expect.stringContaining('has stopped') });
    expect(await readdir(join(here.folder, 'store'))).toEqual(['granthouse.db']);
  });

  it('keeps its store to its owner, and its key from one start to the next', async () => {
    const first = await serve();
    for (const file of await readdir(join(here.folder, 'store'))) expect(await modeOf('store', file)).toBe(0o600);
    expect(await modeOf('store')).toBe(0o700);
    const before = await keyIds();
    first.signal('SIGTERM');
    await first.ended;

    const second = await serve();
    expect(before).toHaveLength(1);
    expect(await keyIds()).toEqual(before);
    second.signal('SIGTERM');
    expect(await second.ended).toMatchObject({ code: 0 });
  });

  it('knows the documents that its configuration pins, relative to the file', async () => {
    const document = documentAt('https://host.example.com/client.json');
    await mkdir(join(here.folder, 'apps'));
    await writeFile(join(here.folder, 'apps', 'host.json'), JSON.stringify(document));
    await here.configure({ clientIdMetadataDocuments: { fetch: false, pinned: ['apps/host.json'] } });
    const serving = await serve();
    const { url } = authorizationRequest(here.issuer, document.client_id);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    serving.signal('SIGTERM');
    expect(await serving.ended).toMatchObject({ code: 0 });
  });

  it.each([
    ['everyone may read', 0o644, 1],
    ['its owner alone may read', 0o600, 0],
    ['its owner and a group may read', 0o640, 0],
  ])('tells of a secret file that %s', async (_who, mode, times) => {
    await chmod(join(here.folder, 'secret'), mode);
    const serving = await serve();
    serving.signal('SIGTERM');
    const { err } = await serving.ended;
    const told = err.split('\n').filter((line) => line.includes(`chmod 600 ${join(here.folder, 'secret')}`));
    expect(told).toHaveLength(times);
    expect(err).not.toContain(secret);
  });

  it('does not start with another secret than its store was made with', async () => {
    const first = await serve();
    first.signal('SIGTERM');
    await first.ended;
    await writeFile(join(here.folder, 'secret'), 'another secret, as long as the first one was');
    const { code, err } = await here.granthouse(['serve']).ended;
    expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/secret: found .*does not open this store/) });
  });
});

describe('granthouse serve', () => {
  it('says so when its port is in use, and leaves the store clean', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(Number(new URL(here.issuer).port), '127.0.0.1', resolve);
    });
    const { code, out, err } = await here.granthouse(['serve']).ended;
    other.close();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^granthouse: configuration\.port: found \d+, which is in use\. .*another port\n$/);
    expect(await readdir(join(here.folder, 'store'))).toEqual(['granthouse.db']);
  });

  it('says so when its address is not one of this machine', async () => {
    await here.configure({ host: '192.0.2.1' });
    const { code, err } = await here.granthouse(['serve']).ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^granthouse: configuration\.host: found 192\.0\.2\.1, which is not here/);
  });
});
