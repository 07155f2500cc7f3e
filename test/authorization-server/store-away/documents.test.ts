/** Steps of a client that is known by a document, with one call to the store failing after the other. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { memoryEngine } from '@granthouse/storage/memory';
import { Browser } from '../../support/browser.ts';
import { authorize, pageOf, sentTo } from '../../support/connect.ts';
import { failingEngine } from '../../support/failing-engine.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { authorizationRequest } from '../../support/oauth-client.ts';
import { fetchingServer, serves, type FetchingServer } from '../metadata-documents/document-host.ts';
import { answerOf, expectUnavailable, failEachCall } from './faults.ts';

const engine = failingEngine(memoryEngine());
const browser = new Browser();
let site: FetchingServer;
let index = 0;
beforeAll(async () => {
  site = await fetchingServer({ storage: engine });
  await authorize(request(await published()).url, { browser });
});
afterAll(() => site.server.close());

async function published(): Promise<string> {
  index += 1;
  site.clock.advance(60_000);
  const url = `https://host${index}.example.com/client.json`;
  site.host.put(url, serves(documentAt(url)));
  return url;
}

const request = (clientId: string) => authorizationRequest(site.server.issuer, clientId);

describe('with one call to the store failing', () => {
  it('a request by a document that nobody has read is refused for now, and good afterwards', async () => {
    const calls = await failEachCall(engine, {
      prepare: published,
      take: async (url) => answerOf(await site.asked(url)),
      goOn: async (url) => expect((await site.asked(url)).status).toBe(303),
      // The server's own keys are looked at beside the request.
      isComplete: ({ status }) => status === 303,
    });
    expect(calls).toContain('get client_document');
  });

  it.each(['before', 'after'] as const)(
    'an approval whose copy can’t be written is refused for now (%s it was)',
    async (when) => {
      const approved = async () => pageOf(await browser.open(request(await published()).url));
      const first = await approved();
      engine.expectFault();
      sentTo(await browser.submit(first, '/approve'));
      const call = engine.calls.indexOf('insert client_document') + 1;
      expect(call).toBeGreaterThan(0);

      const page = await approved();
      engine.expectFault({ call, when });
      const refused = pageOf(await browser.submit(page, '/approve'));
      expectUnavailable({ ...refused, body: refused.html });
      engine.expectFault();
      expect(sentTo(await browser.submit(page, '/approve')).searchParams.has('code')).toBe(true);
    },
  );
});
