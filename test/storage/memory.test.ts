/** The contract, kept in memory. */
import { memoryEngine } from '@granthouse/storage/memory';
import { storageContract } from './contract-suite.ts';

storageContract('memory', async (now) => {
  const engine = memoryEngine({ now });
  return { engine: () => engine, clear: async () => {} };
});
