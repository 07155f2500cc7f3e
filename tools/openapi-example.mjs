/** `npm run openapi-example`: the order desk's API with an MCP server made of its OpenAPI document, or of yours. */
import { runProgram } from './setup/program.mjs';
import { main } from './setup/setup-error.mjs';

await main((args) => runProgram('examples/openapi-server/src/demo/main.ts', args));
