/** Where a person's own connections are kept: the key in one folder, what it seals in another (XDG Base Directory 0.8). */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface Folders {
  /** Of the key. */
  readonly config: string;
  /** Of what the key seals, so that whoever copies one of the two has nothing. */
  readonly data: string;
}

export function foldersOf(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): Folders {
  // The specification ignores what is not absolute.
  const at = (variable: string, otherwise: string) => {
    const named = environment[variable] ?? '';
    return join(isAbsolute(named) ? named : otherwise, 'granthouse');
  };
  const home = homedir();
  if (platform === 'win32') {
    const local = at('LOCALAPPDATA', join(home, 'AppData', 'Local'));
    return { config: at('APPDATA', join(home, 'AppData', 'Roaming')), data: join(local, 'connections') };
  }
  const shared = at('XDG_DATA_HOME', join(home, '.local', 'share'));
  return { config: at('XDG_CONFIG_HOME', join(home, '.config')), data: join(shared, 'connections') };
}
