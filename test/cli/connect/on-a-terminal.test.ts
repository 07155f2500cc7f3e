/** On a terminal: what is pasted is not shown, Ctrl-C ends, and a token stays off the screen. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { authorize } from '../../support/connect.ts';
import { startHouse, type House } from '../../support/order-desk.ts';
import { sourceFlags } from '../../support/program.ts';
import { describeWhere } from '../../support/run-where.ts';
import { root } from '../../support/source-files.ts';
import { personAtHome, type PersonAtHome } from './person.ts';

/** Of util-linux: runs a program on a terminal of its own. */
const script = '/usr/bin/script';

interface OnTerminal {
  types(text: string): void;
  shows(pattern: RegExp): Promise<string>;
  readonly ended: Promise<{ code: number | null; screen: string }>;
}

function onTerminal(words: readonly string[], environment: NodeJS.ProcessEnv): OnTerminal {
  const program = [process.execPath, ...sourceFlags, join(root, 'packages/cli/src/bin.ts'), ...words];
  const command = program.map((word) => `'${word}'`).join(' ');
  const env = { ...process.env, NODE_OPTIONS: '', ...environment };
  const child: ChildProcessWithoutNullStreams = spawn(script, ['-qefc', command, '/dev/null'], { env });
  let screen = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (screen += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, screen }));
  return {
    types: (text) => void child.stdin.write(text),
    async shows(pattern) {
      while (!pattern.test(screen)) {
        const more = await Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
        if (!more && !pattern.test(screen)) throw new Error(`ended without showing ${pattern.source}:\n${screen}`);
      }
      return pattern.exec(screen)?.[1] ?? '';
    },
    ended,
  };
}

describeWhere(existsSync(script), 'there is no script, which gives a terminal')('granthouse on a terminal', () => {
  let house: House;
  let person: PersonAtHome;
  const start = (...words: string[]) =>
    onTerminal(words, { HOME: person.folder, XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', BROWSER: '' });

  beforeAll(async () => {
    house = await startHouse();
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    person = await personAtHome();
  });
  afterEach(() => person.close());

  it('takes the address that a browser on another machine ended at, and does not show it', async () => {
    const program = start('connect', house.resource, '--no-browser');
    const answer = await authorize(await program.shows(/(http\S+\/authorize\?\S+)\s/));
    await program.shows(/Paste that address here/);
    program.types(`${answer.href}\r`);
    const { code, screen } = await program.ended;
    expect({ code, screen }).toMatchObject({ code: 0, screen: expect.stringMatching(/Connected to /) });
    expect(screen).not.toContain(answer.searchParams.get('code'));
  });

  it('takes what is pasted behind something wrong, and shows neither, however early it comes', async () => {
    const program = start('connect', house.resource, '--no-browser');
    const answer = await authorize(await program.shows(/(http\S+\/authorize\?\S+)\s/));
    await program.shows(/Paste that address here/);
    program.types(`${answer.origin}/elsewhere?code=wrong\r${answer.href}\r`);
    const { code, screen } = await program.ended;
    expect({ code, screen }).toMatchObject({ code: 0, screen: expect.stringMatching(/no answer to this sign-in/) });
    expect(screen).not.toContain(answer.searchParams.get('code'));
    expect(screen).not.toContain('code=wrong');
  });

  it('goes on when the browser came back by itself while it asked', async () => {
    const program = start('connect', house.resource, '--no-browser');
    const answer = await authorize(await program.shows(/(http\S+\/authorize\?\S+)\s/));
    await program.shows(/Paste that address here/);
    await fetch(answer);
    expect(await program.ended).toMatchObject({ code: 0 });
  });

  it('ends at Ctrl-C while it asks', async () => {
    const program = start('connect', house.resource, '--no-browser');
    await program.shows(/Paste that address here/);
    program.types('\u0003');
    expect(await program.ended).toMatchObject({ code: 130 });
  });

  it('asks for a key without showing it', async () => {
    const program = start('tools', house.resource, '--api-key', '-');
    await program.shows(/API key: /);
    program.types('hunter2-typed\r');
    const { code, screen } = await program.ended;
    expect(code).toBe(3);
    expect(screen).not.toContain('hunter2');
  });

  it('shows no token', async () => {
    const { code, screen } = await start('token', house.resource).ended;
    expect({ code, screen }).toEqual({ code: 1, screen: expect.stringMatching(/no place for a token: pipe it/) });
  });
});
