/** Checks that are made for a test, and a server to ask, which is closed after it. */
import { createServer, type RequestListener } from 'node:http';
import { afterEach } from '@jest/globals';
import { type Check, examine, type Found } from '@granthouse/client/doctor';
import { listening } from './listening.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

export async function serving(listener: RequestListener): Promise<string> {
  const { origin, close } = await listening(createServer(listener));
  closing.push(close);
  return `${origin}/mcp`;
}

export const found: Found = {
  seen: 'it was seen',
  expected: 'another',
  remedy: 'Mend it.',
  fault: 'mcp-server',
  severity: 'problem',
};
export const check = (id: string, rest: Partial<Check> = {}): Check => ({
  id,
  section: 'RFC 9728 §3',
  asks: 'Is it?',
  judge: () => Promise.resolve([]),
  ...rest,
});
export const run = (checks: readonly Check[], options = {}) =>
  examine('http://127.0.0.1:9/mcp', { network: { besides: 'loopback' }, hosts: [], checks, ...options });
