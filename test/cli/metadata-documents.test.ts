/** Clients that are known by their documents, as the configuration file and the commands have them: lists, pinned copies, removal (Client ID Metadata Document, trust policies). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { person } from '../support/authorization-server.ts';
import { expectError } from '../support/expect-error.ts';
import { documentAt } from '../support/metadata-document.ts';
import { authorizationRequest, obtainCode, redeem, refresh, type TokenAnswer } from '../support/oauth-client.ts';
import { site, type Site } from './served.ts';

const pinned = 'https://host.example.com/client.json';
const lists = { allow: ['*.apps.example.com'], deny: ['bad.apps.example.com'] };

let here: Site;
beforeAll(async () => {
  here = await site({ clientIdMetadataDocuments: { ...lists, pinned: ['pinned.json'] } });
  await writeFile(join(here.folder, 'pinned.json'), JSON.stringify(documentAt(pinned)));
  await here.granthouse(['serve']).says(here.issuer);
  await here.granthouse(['users', 'add', person.login], { input: `${person.password}\n` }).ended;
});
afterAll(() => here.remove());

const asked = (clientId: string) =>
  fetch(authorizationRequest(here.issuer, clientId).url, { redirect: 'manual', headers: { accept: 'text/html' } });

describe('the lists of the configuration file', () => {
  it.each([
    ['elsewhere, which allow does not name', 'https://elsewhere.example.com/client.json'],
    ['allowed and denied', 'https://bad.apps.example.com/client.json'],
  ])('AS-18: a document that is %s is refused as unlisted', async (_where, clientId) => {
    const answer = await asked(clientId);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('document.unlisted')]);
  });

  it('AS-18: a document that is allowed is asked for: at this host there is none', async () => {
    const answer = await asked('https://no-such-host.apps.example.com/client.json');
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('document.unread')]);
  });

  it.each([
    ['allow', 'Host.example.com'],
    ['deny', 'https://host.example.com'],
  ])('with an entry in %s that would never meet an address stop serve', async (list, entry) => {
    const other = await site({ clientIdMetadataDocuments: { [list]: [entry] } });
    const { code, out, err } = await other.granthouse(['serve']).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      new RegExp(`clientIdMetadataDocuments\\.${list}\\[0\\]: found "${entry}"\\. use a host such as`),
    );
    await other.remove();
  });
});

it('granthouse clients remove disconnects such a client, and says that it may come again', async () => {
  const { code, verifier } = await obtainCode(here.issuer, pinned);
  const answer = await redeem(here.issuer, { client_id: pinned, code, code_verifier: verifier });
  const { refresh_token } = (await answer.json()) as TokenAnswer;
  const removed = await here.granthouse(['clients', 'remove', pinned]).ended;
  expect(removed).toMatchObject({ code: 0, out: expect.stringContaining(`${pinned} is removed`) });
  expect(removed.err).toContain(
    'may come again by its document, unless clientIdMetadataDocuments.deny names it and no copy is pinned',
  );
  await expectError(await refresh(here.issuer, { client_id: pinned, refresh_token }), 400, 'invalid_grant');
});
