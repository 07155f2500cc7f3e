/** The `granthouse` command at the example server of the 1.x SDK, which others wrote: connected, called, ended, forgotten. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { keptBy, personAtHome, type PersonAtHome } from '../cli/connect/person.ts';
import { describeWhere } from '../support/run-where.ts';
import { type OtherServer, startSdk1Example } from '../support/other-server.ts';

/** Its sign-in page asks nobody and redirects at once. */
const environment = { BROWSER: 'curl -sL' };

describeWhere(existsSync('/usr/bin/curl'), 'there is no curl')('granthouse at the example of the 1.x SDK', () => {
  let example: OtherServer;
  let person: PersonAtHome;

  beforeAll(async () => {
    example = await startSdk1Example(['--oauth', '--oauth-strict']);
    person = await personAtHome();
  });
  afterAll(async () => {
    await person.close();
    await example.close();
  });

  it('connects, calls a tool, and says when a person is needed again', async () => {
    const { url: href } = example;
    const connected = await person.granthouse(['connect', href, '--json'], { environment });
    expect(connected).toMatchObject({ code: 0 });
    expect(JSON.parse(connected.out)).toMatchObject({ authentication: 'oauth', isRenewed: false });
    const called = await person.granthouse(['call', href, 'greet', '{"name": "Ada"}']);
    expect(called).toEqual({ code: 0, out: 'Hello, Ada!\n', err: '' });

    const keeper = keptBy(person, href);
    const kept = await keeper.load();
    if (!kept) throw new Error('nothing is kept');
    await keeper.save({ ...kept, tokens: { ...kept.tokens, expiresAt: 0 } });
    expect(await person.granthouse(['tools', href])).toMatchObject({ code: 3, out: '' });

    const forgotten = await person.granthouse(['connect', href, '--forget', '--json']);
    expect(JSON.parse(forgotten.out)).toMatchObject({ isRevoked: false });
  });
});
