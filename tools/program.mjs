/** `npm run program -- FILE …`: any TypeScript program of this workspace, on the Node and with the flags that it needs. */
import { runProgram } from './setup/program.mjs';
import { main, SetupError } from './setup/setup-error.mjs';

await main(([file, ...args]) => {
  if (file === undefined)
    throw new SetupError('no program is named', 'name one: npm run program -- examples/mine/server.ts', 2);
  return runProgram(file, args);
});
