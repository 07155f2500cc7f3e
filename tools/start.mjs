/** `npm start`: the demo. */
import { runProgram } from './setup/program.mjs';
import { main } from './setup/setup-error.mjs';

await main((args) => runProgram('examples/mcp-server/src/demo/main.ts', args));
