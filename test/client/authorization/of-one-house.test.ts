/** A server of a stranger that has a great one sign people in, to be handed the code that comes back from there (RFC 9700 §4.4). */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { beginSignIn, finishSignIn, guardedFetch } from '@granthouse/client';
import { serverMetadata } from '../../../packages/client/src/discovery/server-metadata.ts';
import { documents, json, type ScriptedHouse, startScriptedHouse } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const identity = { name: 'A registry', redirectUri: 'https://registry.example/callback' };
let great: ScriptedHouse;
let small: ScriptedHouse;

beforeEach(async () => {
  [great, small] = await Promise.all([startScriptedHouse(), startScriptedHouse()]);
});
afterEach(() => Promise.all([great.close(), small.close()]));
afterAll(() => network.close());

/** What the small one says: whose page, and whose tokens; iss, which would tell, is sent by neither. */
function says(page: ScriptedHouse, token: ScriptedHouse) {
  small.routes[documents.server] = json({
    issuer: small.origin,
    authorization_endpoint: `${page.origin}/authorize`,
    token_endpoint: `${token.origin}/token`,
    // It has registered a client at the great one, with the redirect URI of its victim.
    registration_endpoint: `${small.origin}/register`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  });
}

const begin = () => beginSignIn(small.endpoint, { identity, fetch });

it('is refused before the browser goes anywhere', async () => {
  says(great, small);
  await expect(begin()).rejects.toMatchObject({ code: 'metadata_invalid' });
});

it('is handed no code when it names its own endpoints once the browser has gone', async () => {
  says(great, great);
  const { url, attempt, binding } = await begin();
  expect(url.origin).toBe(great.origin);
  for (const page of [great, small]) {
    says(page, small);
    const answer = great.answerTo(url, { iss: undefined });
    await expect(finishSignIn(attempt, { answer, binding }, { fetch })).rejects.toThrow(/sends browsers/);
  }
  expect(small.forms('/token')).toEqual([]);
});

describe('an authorization endpoint', () => {
  const bound = (issuer: string, page: string, tokens: string) => {
    const served = { issuer, authorization_endpoint: page, token_endpoint: tokens };
    const others = { response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] };
    return serverMetadata(issuer, () => Promise.resolve(Response.json({ ...served, ...others })));
  };

  it.each([
    ['https://as.example', 'https://as.example/authorize', 'https://as.example/token'],
    ['https://accounts.google.com', 'https://accounts.google.com/auth', 'https://oauth2.googleapis.com/token'],
    ['https://cf.mcp.example.com', 'https://mcp.example.com/authorize', 'https://cf.mcp.example.com/token'],
    ['https://idp.eu.example', 'https://pool.cognito.example/authorize', 'https://pool.cognito.example/token'],
    ['http://localhost:9000', 'http://localhost:9000/authorize', 'http://localhost:9000/token'],
  ])('is taken where it is of the house: %s, %s, %s', async (...all) => {
    await expect(bound(...all)).resolves.toHaveProperty('issuer', all[0]);
  });

  it.each([
    ['https://small.example', 'https://mcp.great.example.com/authorize', 'https://small.example/token'],
    ['https://as.small.example', 'https://great.example.com/authorize', 'https://tokens.small.example/token'],
    ['https://192.0.2.1', 'https://192.0.2.2/authorize', 'https://192.0.2.1/token'],
    ['http://localhost:9000', 'http://localhost:9001/authorize', 'http://localhost:9000/token'],
  ])('is refused where the code of a stranger would come back: %s, %s, %s', async (...all) => {
    await expect(bound(...all)).rejects.toMatchObject({ code: 'metadata_invalid' });
  });
});
