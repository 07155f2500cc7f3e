/** What keeps the project from starting on this machine, in words and with a remedy; never a bug of ours, so no stack is shown. */
export class SetupError extends Error {
  constructor(found, remedy, exitCode = 1) {
    super(`${found}\n${remedy}`);
    this.exitCode = exitCode;
  }
}

/** Runs a command of this folder and turns its number into the exit code. */
export async function main(command) {
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
