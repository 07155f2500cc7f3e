/** Commands on a store need node:sqlite, which begins with Node 22.13; the others run wherever the package installs. */
import { ConfigurationError } from '@granthouse/protocol';

export function requireStoreRuntime(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return;
  throw new ConfigurationError({
    path: 'Node.js',
    found: version,
    remedy: 'run this command on Node.js 22.13 or newer; 24 is recommended',
  });
}
