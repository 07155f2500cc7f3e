/** Which line of the MCP SDK the demo's order desk runs on: the present one, unless the environment says 1. */
import { ConfigurationError } from '@granthouse/protocol';

export function demoSdk({ MCP_SDK: found = '' }: NodeJS.ProcessEnv): 1 | 2 {
  if (found === '1') return 1;
  if (found === '' || found === '2') return 2;
  throw new ConfigurationError({ path: 'MCP_SDK', found, remedy: 'use 1 or 2, the lines of the MCP SDK' });
}
