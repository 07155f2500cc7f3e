/** Why a server can't listen where it was told to, in the words of its configuration. */
import { ConfigurationError } from '@granthouse/protocol';

const refusals: ReadonlyMap<unknown, readonly [option: 'port' | 'host', found: string, remedy: string]> = new Map([
  ['EADDRINUSE', ['port', 'which is in use', 'stop what listens there, or choose another port']],
  ['EACCES', ['port', 'which this user may not listen on', 'choose a port above 1023']],
  ['EADDRNOTAVAIL', ['host', 'which is not here', 'name an address of this machine, such as 127.0.0.1']],
  ['ENOTFOUND', ['host', 'which is not known', 'name an address of this machine, such as 127.0.0.1']],
]);

/** What the system says to a port or an address that can't be had, in the words of the configuration. */
export function listeningRefusal(cause: unknown, at: { port: number; host?: string | undefined }): unknown {
  const refusal = refusals.get(cause instanceof Error && 'code' in cause ? cause.code : undefined);
  if (!refusal) return cause;
  const [option, found, remedy] = refusal;
  const problem = { path: `configuration.${option}`, found: `${at[option] ?? 'the default'}, ${found}`, remedy };
  return new ConfigurationError(problem, { cause });
}
