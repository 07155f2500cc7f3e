/** Commands on a store need node:sqlite, which begins with Node 22.13; the others run wherever the package installs. */
import { isBuiltin } from 'node:module';
import { ConfigurationError } from '@granthouse/protocol';

/** Throws a ConfigurationError, before anything is loaded that an older Node could stumble over. */
export function requireStoreRuntime(): void {
  if (isBuiltin('node:sqlite')) return;
  throw new ConfigurationError({
    path: 'Node.js',
    found: `${process.versions.node}, which has no node:sqlite`,
    remedy: 'run this command on Node.js 22.13 or newer; 24 is recommended',
  });
}
