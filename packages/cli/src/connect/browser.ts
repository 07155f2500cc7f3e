/** Opens an address in the person's browser, where there is one: BROWSER first, then what the system has for it. */
import { spawn } from 'node:child_process';

interface Machine {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** Undefined where nobody would see it: no display, or somebody else's. */
export function browserCommand(url: URL, { environment, platform }: Machine): readonly string[] | undefined {
  const own = environment['BROWSER'];
  if (own) return [own, url.href];
  if (platform === 'darwin') return ['open', url.href];
  // No shell, which would read the address as a command.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url.href];
  return environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] ? ['xdg-open', url.href] : undefined;
}

/** Whether something was started; only https, and http on this machine, get here. */
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
