/** A form is read whole or not at all: what breaks off is its sender's doing, what a server made long is not. */
import { expect, it } from '@jest/globals';
import { toolKey } from '../../../../packages/client/src/connections/site/pages/tools.ts';
import { ForeignForm, readForm } from '../../../../packages/client/src/connections/site/form.ts';

const session = { person: { id: 'a', name: 'A' }, csrfToken: 'token' };

it('is read whole, however many tools a server has to be switched', async () => {
  const body = new URLSearchParams({ csrf: 'token' });
  for (let tool = 0; tool < 2000; tool += 1) {
    const key = toolKey(String(tool).padEnd(128, '\u6F22'));
    body.append('was-on', `${key}.${'r'.repeat(43)}`);
    body.append('on', key);
  }
  const request = new Request('https://a.example/connections/a/tools', { method: 'POST', body });
  expect((await readForm(request, session, 'https://a.example')).form.getAll('on')).toHaveLength(2000);
});

it('is refused as a form, and is no fault of the site, when it breaks off', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('csrf=')),
    pull: (controller) => controller.error(new Error('aborted')),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = new Request('https://a.example/add', { method: 'POST', headers, body, duplex: 'half' });
  await expect(readForm(request, session, 'https://a.example')).rejects.toThrow(ForeignForm);
});
