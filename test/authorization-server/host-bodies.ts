/** Registration bodies that hosts send, from their profiles: the title says what is known, and what was added. */
import { hostProfiles } from '@granthouse/host-profiles';
import { titleOf, waysOf } from '../hosts/ways.ts';

export const hostBodies: ReadonlyArray<{ readonly host: string; readonly body: Readonly<Record<string, unknown>> }> =
  hostProfiles()
    .flatMap(waysOf)
    .filter(({ by }) => by === 'registration')
    .map((way) => ({ host: titleOf(way), body: way.metadata }));
