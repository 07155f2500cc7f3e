/** What is measured beside what: each section's servers take turns, a fresh process each time. */
import type { LoadName } from './loads.ts';
import type { SubjectName } from './subjects.ts';

export interface Contestant {
  readonly subject: SubjectName;
  readonly loads: readonly LoadName[];
  /** What it is held against in the same round; nothing: others are held against it. */
  readonly beside?: SubjectName;
}

export interface Section {
  readonly contestants: readonly Contestant[];
  /** Calls before the measured ones, and the measured ones. */
  readonly warmUp: number;
  readonly measured: number;
}

export const calls: readonly LoadName[] = ['warm token', 'cold token'];
export const refusals: readonly LoadName[] = ['random token', 'unknown key', 'foreign token'];
export const documents: readonly LoadName[] = ['server metadata', 'key set'];
export const grants: readonly LoadName[] = ['registration', 'repeated registration', 'code exchange', 'refresh'];

export const sections = {
  guard: {
    warmUp: 5000,
    measured: 4000,
    contestants: [
      { subject: 'node', loads: calls },
      { subject: 'granthouse on node', loads: calls, beside: 'node' },
      { subject: 'koa', loads: calls },
      { subject: 'granthouse on koa', loads: calls, beside: 'koa' },
      { subject: 'express', loads: calls },
      { subject: 'granthouse on express', loads: calls, beside: 'express' },
      { subject: 'sdk 1.x on express', loads: calls, beside: 'express' },
      { subject: 'sdk 2.x on express', loads: calls, beside: 'express' },
      { subject: 'mcp-auth on express', loads: calls, beside: 'express' },
      { subject: 'express-oauth2-jwt-bearer', loads: calls, beside: 'express' },
      { subject: 'fastify', loads: calls },
      { subject: 'granthouse on fastify', loads: calls, beside: 'fastify' },
      { subject: 'hono', loads: calls },
      { subject: 'granthouse on hono', loads: calls, beside: 'hono' },
    ],
  },
  reject: {
    warmUp: 5000,
    measured: 2500,
    contestants: [
      { subject: 'express, refusing', loads: refusals },
      { subject: 'granthouse on express', loads: refusals, beside: 'express, refusing' },
      { subject: 'sdk 1.x on express', loads: refusals, beside: 'express, refusing' },
      { subject: 'mcp-auth on express', loads: refusals, beside: 'express, refusing' },
      { subject: 'express-oauth2-jwt-bearer', loads: refusals, beside: 'express, refusing' },
    ],
  },
  documents: {
    warmUp: 3000,
    measured: 5000,
    contestants: [
      { subject: 'koa', loads: documents },
      { subject: 'granthouse', loads: documents, beside: 'koa' },
      { subject: 'stock', loads: documents, beside: 'koa' },
      { subject: 'sdk 1.x router', loads: ['server metadata'], beside: 'koa' },
    ],
  },
  tokens: {
    // Until a server costs no less from one span to the next: the compiler is at work on the first 12,000 requests.
    warmUp: 12_000,
    // So many that no span is without a whole collection of the garbage, which costs as much as hundreds of them.
    measured: 7500,
    contestants: [
      { subject: 'stock', loads: grants },
      { subject: 'granthouse', loads: grants, beside: 'stock' },
      { subject: 'granthouse without its normaliser', loads: ['registration'], beside: 'granthouse' },
      { subject: 'stock, unmanaged', loads: ['registration'], beside: 'stock' },
      { subject: 'sdk 1.x router', loads: ['registration', 'code exchange'], beside: 'stock' },
      { subject: 'stock on sqlite', loads: grants },
      { subject: 'granthouse on sqlite', loads: grants, beside: 'stock on sqlite' },
      { subject: 'stock on sqlite, unmanaged', loads: ['registration'], beside: 'stock on sqlite' },
    ],
  },
} as const satisfies Record<string, Section>;

export type SectionName = keyof typeof sections;

/** How many different tokens the servers of a section are sent. */
export const tokensSent = (name: SectionName): number => sections[name].warmUp + sections[name].measured;
