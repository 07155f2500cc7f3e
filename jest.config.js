/** Sources run as they are: swc strips the types, the export condition leads from a package's name to its sources. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@granthouse/source', 'node', 'node-addons'] },
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
  injectGlobals: false,
  // A password is slow to check, on purpose, two cores are shared by the workers, and by whatever else a machine does:
  // it ends what hangs, and judges no speed.
  testTimeout: 240_000,
  // One worker a core: jest's own choice, one fewer, leaves half of a small machine idle.
  maxWorkers: '100%',
  // Modules of a finished test are not all freed: a worker that has gathered many would end for want of memory.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/tools/closing-words.mjs'],
};
