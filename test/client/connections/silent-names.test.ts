/** Names that strangers bring, at a registry on the internet: a silent name server holds up nobody else (CL-15). */
import { createHook } from 'node:async_hooks';
import { expect, it } from '@jest/globals';
import { ada, startConnections } from '../../support/team.ts';

it('CL-15: asks for names beside the few threads that the whole process shares', async () => {
  const started = new Set<string>();
  const hook = createHook({ init: (_id, type) => void started.add(type) }).enable();
  const connections = await startConnections(undefined, { network: {} });
  const refused = connections.detect(ada, 'https://mcp.nobody.invalid/mcp');
  await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/^(?:unreachable|timed_out)$/) });
  hook.disable();
  await connections.close();
  expect(started).not.toContain('GETADDRINFOREQWRAP');
});
