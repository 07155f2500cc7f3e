/** The listener of audit events is the operator's own program: however it fails, requests are answered, and the log says so. */
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '@granthouse/authorization-server';
import { startAuthorizationServer, type RunningServer } from '../support/authorization-server.ts';
import { publicClient, register } from '../support/oauth-client.ts';

let server: RunningServer;
afterEach(() => server.close());

async function listenedBy(onEvent: (event: AuditEvent) => void | Promise<void>) {
  const failures: unknown[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (fields: object, message: string) => void failures.push({ ...fields, message }),
  };
  server = await startAuthorizationServer('https://orders.example.com/mcp', { log, onEvent });
  return failures;
}

describe('a listener', () => {
  it.each<[string, (event: AuditEvent) => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new Error('the collector is away');
      },
    ],
    ['rejects', () => Promise.reject(new Error('the collector is away'))],
    ['rejects with what no text can be made of', () => Promise.reject(Object.create(null) as Error)],
  ])('that %s harms no request, and is told to the log', async (_how, onEvent) => {
    const failures = await listenedBy(onEvent);
    expect(await register(server.issuer, publicClient)).toHaveProperty('client_id');
    const failed = { cause: expect.any(String), message: 'onEvent failed' };
    expect(failures).toEqual([
      { event: 'account.added', ...failed },
      { event: 'client.registered', ...failed },
    ]);
  });

  it('that never ends holds nothing up', async () => {
    await listenedBy(() => new Promise(() => {}));
    expect(await register(server.issuer, publicClient)).toHaveProperty('client_id');
  });

  it('that changes what it was told changes nothing for others', async () => {
    await listenedBy((event) => void Object.assign(event, { client_id: 'changed', name: 'changed' }));
    expect((await register(server.issuer, publicClient)).client_id).toMatch(/^dcr_1_/);
  });
});
