/** Opens an address in the person's browser, where there is one: BROWSER first, then what the system has for it. */
import { spawn } from 'node:child_process';

interface Machine {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** Undefined where nobody would see it: no display, or somebody else's. No shell reads the address as a command. */
export function browserCommand(url: URL, { environment, platform }: Machine): readonly string[] | undefined {
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url.href];
  const own = environment['BROWSER'] ?? '';
  if (own !== '') return ownBrowser(own, url);
  if (platform === 'darwin') return ['open', url.href];
  return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? ['xdg-open', url.href] : undefined;
}

/** A list with colons, of which the first is taken; `%s` stands for the address, which otherwise comes last. */
function ownBrowser(own: string, url: URL): string[] {
  const [first = ''] = own.split(':');
  const words = first.split(' ').filter((word) => word !== '');
  return words.includes('%s') ? words.map((word) => (word === '%s' ? url.href : word)) : [...words, url.href];
}

/** Whether something was started; only https, and http on this machine, get here. Every user sees what is opened. */
export async function openBrowser(url: URL): Promise<boolean> {
  const [program, ...words] = browserCommand(url, { environment: process.env, platform: process.platform }) ?? [];
  if (program === undefined) return false;
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}
