/** Every server that is measured, by name; each is loaded by its own process alone. */
import type { Subject, Surroundings } from './subject.ts';

type Make = (surroundings: Surroundings) => Promise<Subject>;

const bare = () => import('./subjects/bare.ts');
const guarded = () => import('./subjects/guarded.ts');
const sdk = () => import('./subjects/sdk-guards.ts');
const peers = () => import('./subjects/peer-guards.ts');
const granthouse = () => import('./subjects/granthouse.ts');
const stock = () => import('./subjects/stock.ts');

export const subjects = {
  node: async () => (await bare()).bareNode(),
  koa: async () => (await bare()).bareKoa(),
  express: async () => (await bare()).bareExpress(),
  fastify: async () => (await bare()).bareFastify(),
  hono: async () => (await bare()).bareHono(),
  'express, refusing': async () => (await bare()).refusingExpress(),
  'granthouse on node': async (surroundings) => (await guarded()).guardedNode(surroundings),
  'granthouse on koa': async (surroundings) => (await guarded()).guardedKoa(surroundings),
  'granthouse on express': async (surroundings) => (await guarded()).guardedExpress(surroundings),
  'granthouse on fastify': async (surroundings) => (await guarded()).guardedFastify(surroundings),
  'granthouse on hono': async (surroundings) => (await guarded()).guardedHono(surroundings),
  'sdk 1.x on express': async (surroundings) => (await sdk()).sdk1Guard(surroundings),
  'sdk 2.x on express': async (surroundings) => (await sdk()).sdk2Guard(surroundings),
  'express-oauth2-jwt-bearer': async (surroundings) => (await peers()).expressJwtBearer(surroundings),
  'mcp-auth on express': async (surroundings) => (await peers()).mcpAuth(surroundings),
  granthouse: async (surroundings) => (await granthouse()).granthouse('memory', surroundings),
  'granthouse without its normaliser': async (surroundings) =>
    (await import('./subjects/without-normaliser.ts')).withoutNormaliser('memory', surroundings),
  'granthouse on sqlite': async (surroundings) => (await granthouse()).granthouse('sqlite', surroundings),
  'granthouse on sqlite, limited': async (surroundings) => (await granthouse()).granthouse('sqlite', surroundings, {}),
  'granthouse on sqlite, a commit a write': async (surroundings) =>
    (await granthouse()).granthouse('sqlite, a commit a write', surroundings),
  'granthouse on mongodb': async (surroundings) => (await granthouse()).granthouse('mongodb', surroundings),
  stock: async (surroundings) => (await stock()).stock('memory', surroundings),
  'stock on sqlite': async (surroundings) => (await stock()).stock('sqlite', surroundings),
  'stock on sqlite, a commit a write': async (surroundings) =>
    (await stock()).stock('sqlite, a commit a write', surroundings),
  'stock, unmanaged': async (surroundings) => (await stock()).stock('memory', surroundings, { unmanaged: true }),
  'stock on sqlite, unmanaged': async (surroundings) =>
    (await stock()).stock('sqlite', surroundings, { unmanaged: true }),
  'sdk 1.x router': async () => (await import('./subjects/sdk-router.ts')).sdkRouter(),
} as const satisfies Record<string, Make>;

export type SubjectName = keyof typeof subjects;
