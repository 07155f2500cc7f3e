/** `npm run mongodb-server`: the MongoDB server of the tests, until it is stopped, and how to run them on it. */
import { once } from 'node:events';
import { missingForMongodb, startMongodb } from './setup/mongodb.mjs';
import { main, SetupError } from './setup/setup-error.mjs';

await main(async () => {
  const missing = await missingForMongodb();
  if (missing)
    throw new SetupError(`The MongoDB server of the tests can't be run: ${missing}.`, 'Install it, and try again.');
  const { uri, name, ended, stop } = await startMongodb();
  console.log(`${name}, listens. In another terminal:\n\n  MONGODB_URI=${uri} npm test -- test/storage\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), ended]);
  await stop();
  return 0;
});
