/** `granthouse keys`: what seals and what signs. Works beside running servers, on the same store. */
import type { Keys, ResealReport } from '@granthouse/authorization-server';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';
import { commandOf, type Verb } from '../verbs.ts';

const verbs: ReadonlyMap<string, Verb<Keys>> = new Map([
  ['rotate-secret', { words: [], options: [], act: rotateSecret }],
]);

export const keys = commandOf({
  name: 'keys',
  verbs,
  async open(server) {
    const { openKeys } = await import('@granthouse/authorization-server');
    const { keys: room, close } = await openKeys(server);
    return { room, close };
  },
});

/** Records between two lines about how far it is. */
const toldEvery = 10_000;

async function rotateSecret(room: Keys, _given: Given, terminal: Terminal): Promise<void> {
  const report = await room.reseal((collection, { seen, resealed }) => {
    if (seen > 0 && seen % toldEvery === 0)
      terminal.complain(`${collection}: ${seen} looked at, ${resealed} sealed anew`);
  });
  terminal.say(`${report.resealed} of ${report.seen} records were sealed under another secret and are sealed anew.`);
  refuseLeftovers(report);
  terminal.say('Nothing is left that another secret sealed.');
  terminal.complain(
    'When every server has the new secret as its secret, take the other secrets out of the configuration and start the servers again. Keep them as long as you keep a backup from before.',
  );
}

function refuseLeftovers({ late, unopened }: ResealReport): void {
  if (late > 0) {
    throw new CommandError(
      `${late} more were sealed under another secret meanwhile: a server still has it as its secret. Start every server with the new one, then run this again`,
    );
  }
  if (unopened > 0) {
    throw new CommandError(
      `${unopened} records are opened by none of the secrets: name the one that sealed them among the others, then run this again`,
    );
  }
}
