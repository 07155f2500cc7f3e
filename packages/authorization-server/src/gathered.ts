/**
 * Requests that came together go on together from here, and are answered together: each does what the one before it has
 * just done, and whoever waits for several answers is woken once.
 */
import { setImmediate as turn } from 'node:timers/promises';

/** Turns of the event loop, so that nobody waits for the others for long. */
const mostTurns = 8;

let gathering: Promise<void> | undefined;
let waiting = 0;

/**
 * Resolves when a turn of the event loop has brought nobody else. For a store that doesn't answer together itself, and
 * behind every check that counts what it refuses: it would let all of them pass before it counts the first.
 */
export function gathered(): Promise<void> {
  waiting += 1;
  return (gathering ??= gather());
}

async function gather(): Promise<void> {
  for (let [turns, seen] = [0, 0]; turns < mostTurns && waiting > seen; turns += 1) {
    seen = waiting;
    await turn();
  }
  waiting = 0;
  gathering = undefined;
}
