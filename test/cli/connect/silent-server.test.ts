/** A server that takes what is asked and says nothing: whoever presses Ctrl-C waits for it no longer. */
import { EventEmitter, once } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { scriptedServer } from '../../client/connection/scripted-server.ts';
import { personAtHome, type PersonAtHome } from './person.ts';

let person: PersonAtHome;
beforeEach(async () => {
  person = await personAtHome();
});
afterEach(() => person.close());

it.each(['server/discover', 'tools/list'])('a call ends at Ctrl-C while the server is silent at %s', async (method) => {
  const heard = new EventEmitter();
  const asked = once(heard, 'asked');
  const { url, came } = await scriptedServer({ [method]: () => void heard.emit('asked') });
  const program = person.start(['call', url, 'ping']);
  await asked;
  const before = came.length;
  program.signal('SIGINT');
  expect(await program.ended).toMatchObject({ code: 130, out: '', err: 'granthouse: stopped\n' });
  // It would have asked in another way, when it had waited long enough.
  expect(came.slice(before)).not.toContain('POST initialize');
});
