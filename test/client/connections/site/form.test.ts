/** A form that does not arrive whole is its sender's doing. */
import { expect, it } from '@jest/globals';
import { ForeignForm, readForm } from '../../../../packages/client/src/connections/site/form.ts';

it('is refused as a form, and is no fault of the site, when it breaks off', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('csrf=')),
    pull: (controller) => controller.error(new Error('aborted')),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = new Request('https://a.example/add', { method: 'POST', headers, body, duplex: 'half' });
  const session = { person: { id: 'a', name: 'A' }, csrfToken: 'token' };
  await expect(readForm(request, session, 'https://a.example')).rejects.toThrow(ForeignForm);
});
