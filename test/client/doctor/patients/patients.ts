/** The test set: every broken server, each with one fault. */
export { certificates as securePatients } from './network.ts';
