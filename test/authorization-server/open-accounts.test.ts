/** The accounts alone, opened for a command beside a running server. */
import { expect, it } from '@jest/globals';
import { openAccounts } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';

it('opens no store when the secret is refused', async () => {
  const opened: unknown[] = [];
  const engine = memoryEngine();
  const storage: typeof engine = {
    ...engine,
    open(collections) {
      opened.push(collections);
      return engine.open(collections);
    },
  };
  await expect(openAccounts({ storage, secret: 'short' })).rejects.toMatchObject({ code: 'weak_secret' });
  expect(opened).toEqual([]);
});
