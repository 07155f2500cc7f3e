/** The document contract in use: an id is given once, and of two changes that expect the same value one wins. */
// #region storage
import assert from 'node:assert/strict';
import { memoryEngine } from '@granthouse/storage/memory';

const store = await memoryEngine().open({ codes: { indexes: ['person'] } });
assert.equal(await store.insert('codes', 'c1', { person: 'ada', used: false }, Date.now() + 60_000), true);
assert.equal(await store.insert('codes', 'c1', { person: 'eve', used: false }), false);

const use = { expected: { used: false }, set: { used: true } };
assert.equal(await store.compareAndSet('codes', 'c1', use), true);
assert.equal(await store.compareAndSet('codes', 'c1', use), false);
await store.close();
// #endregion storage
