/** `npm start`: installs what is missing, finds a Node that is new enough, and runs the demo from its sources. */
import { ensureInstalled } from './setup/install.mjs';
import { findRuntime, sourceFlags } from './setup/node.mjs';
import { environmentOf, exitCodeOfServer, run } from './setup/run.mjs';
import { main } from './setup/setup-error.mjs';

const demo = 'examples/mcp-server/src/demo/main.ts';

await main(async (args) => {
  const [node] = await Promise.all([findRuntime(), ensureInstalled()]);
  const program = [...sourceFlags(node.version), demo, ...args];
  return exitCodeOfServer(await run(node.path, program, { environment: environmentOf(node.path) }));
});
