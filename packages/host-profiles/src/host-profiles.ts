/** Reads the profiles from their files, all at once and when first asked: a server that only recognises hosts never does. */
import { readdirSync, readFileSync } from 'node:fs';
import { frozen } from './frozen.ts';
import type { HostProfile } from './host-profile.ts';

const folder = new URL('../profiles/', import.meta.url);

let read: readonly HostProfile[] | undefined;

/** Every profile, in the order of the ids, frozen. */
export function hostProfiles(): readonly HostProfile[] {
  read ??= frozen(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as HostProfile),
  );
  return read;
}
