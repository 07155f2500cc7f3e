/** A sign-in after another one: with the client that is known, for more than before, or because the server forgot the client. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Authorization,
  beginSignIn,
  type BegunSignIn,
  finishSignIn,
  guardedFetch,
  signInHere,
  type SignInOptions,
} from '@granthouse/client';
import { documents, json, type ScriptedHouse, startScriptedHouse, tokens } from '../../support/scripted-house.ts';

const network = guardedFetch({ besides: 'loopback' });
const { fetch } = network;
const identity = { name: 'A registry', redirectUri: 'https://registry.example/callback' };
let house: ScriptedHouse;

beforeEach(async () => {
  house = await startScriptedHouse();
});
afterEach(() => house.close());
afterAll(() => network.close());

const begin = (options: Partial<SignInOptions> = {}) => beginSignIn(house.endpoint, { identity, fetch, ...options });
const finish = ({ url, attempt, binding }: BegunSignIn) =>
  finishSignIn(attempt, { answer: house.answerTo(url), binding }, { fetch });
const registrations = () => house.asked.filter(({ what }) => what === 'POST /register').length;
const scopeOf = ({ url }: BegunSignIn) => url.searchParams.get('scope');

async function signedIn(options: Partial<SignInOptions> = {}): Promise<Authorization> {
  const finished = await finish(await begin(options));
  if (finished.kind !== 'signed-in') throw new Error('expected to be signed in');
  return finished.authorization;
}

describe('a step-up', () => {
  beforeEach(() => house.change(documents.resource, { scopes_supported: ['read'] }));

  it('CL-11: asks for what is needed and for all that was asked before', async () => {
    const held = await signedIn();
    const begun = await begin({ held, needed: ['write', 'read'] });
    expect(scopeOf(begun)).toBe('read write');
    const finished = await finish(begun);
    expect(finished).toMatchObject({ authorization: { requested: ['read', 'write'] } });
    expect(registrations()).toBe(1);
  });

  it('CL-11: asks for what was refused before as well, for a person may say yes this time', async () => {
    house.routes['POST /token'] = json({ ...tokens, scope: 'read' });
    const held = await signedIn({ needed: ['read', 'write'] });
    expect(held).toMatchObject({ requested: ['read', 'write'], tokens: { scope: ['read'] } });
    expect(scopeOf(await begin({ held, needed: ['delete'] }))).toBe('read write delete');
  });

  it('CL-8, CL-11: takes nothing along to another server or another resource', async () => {
    const held = await signedIn({ needed: ['read', 'write'] });
    expect(scopeOf(await begin({ held: { ...held, issuer: 'https://before.example' } }))).toBe('read');
    expect(scopeOf(await begin({ held: { ...held, resource: `${house.origin}/other` } }))).toBe('read');
  });
});

describe('a server that has forgotten the client', () => {
  const forgotten = { error: 'invalid_client' };

  function forgetting(times: number) {
    const ids = ['first', 'second', 'third'];
    house.routes['POST /register'] = () => Response.json({ client_id: ids.shift() }, { status: 201 });
    house.routes['POST /token'] = () =>
      times-- > 0 ? Response.json(forgotten, { status: 401 }) : Response.json(tokens);
  }

  it('is told of it again, once, and the browser goes again', async () => {
    forgetting(1);
    const finished = await finish(await begin({ needed: ['read'] }));
    if (finished.kind !== 'again') throw new Error('expected to go again');
    expect(finished.begun.client.clientId).toBe('second');
    expect(scopeOf(finished.begun)).toBe('read');
    const second = await finish(finished.begun);
    expect(second).toMatchObject({ kind: 'signed-in', authorization: { client: { clientId: 'second' } } });
    expect(registrations()).toBe(2);
  });

  it('and forgets the next one at once is not told a third time', async () => {
    forgetting(2);
    const finished = await finish(await begin());
    if (finished.kind !== 'again') throw new Error('expected to go again');
    await expect(finish(finished.begun)).rejects.toMatchObject({ code: 'client_unknown' });
    expect(registrations()).toBe(2);
  });

  it('is not told of a client that somebody gave by hand', async () => {
    forgetting(1);
    const begun = await begin({ identity: { ...identity, preRegistered: { clientId: 'given' } } });
    await expect(finish(begun)).rejects.toMatchObject({ code: 'client_unknown' });
    expect(registrations()).toBe(0);
  });

  it.each([
    ['invalid_client', 2],
    ['unauthorized_client', 2],
    ['invalid_grant', 1],
  ])('is told of it at the next sign-in when a renewal said %s: %d registrations', async (ended, times) => {
    const held = await signedIn();
    await begin({ held: { ...held, ended } });
    expect(registrations()).toBe(times);
  });

  it('is told of it on a person’s own machine, who goes twice', async () => {
    forgetting(1);
    const opened: URL[] = [];
    const open = async (url: URL) => {
      opened.push(url);
      await fetch(house.answerTo(url));
    };
    const authorization = await signInHere(house.endpoint, { identity: { name: 'A command' }, fetch, open });
    expect(opened.map((url) => url.searchParams.get('client_id'))).toEqual(['first', 'second']);
    expect(authorization.client.clientId).toBe('second');
  });
});

describe('an authorization endpoint that doesn’t know the client', () => {
  const unknown = () => new Response('Unknown client', { status: 400 });

  it.each([400, 401])('with status %d is found before a person sees its page', async (status) => {
    const { client } = await begin();
    house.routes['GET /authorize'] = () => new Response('Unknown client', { status });
    house.routes['POST /register'] = json({ client_id: 'anew' }, { status: 201 });
    expect((await begin({ known: client })).client.clientId).toBe('anew');
  });

  it.each([
    ['shows its page', () => new Response('Sign in')],
    ['sends to its page', () => new Response(null, { status: 303, headers: { location: '/sign-in' } })],
    ['stumbles', () => new Response(null, { status: 500 })],
    ['keeps programs out', () => new Response(null, { status: 403 })],
  ])('is not taken for one when it %s', async (_title, answer) => {
    const { client } = await begin();
    house.routes['GET /authorize'] = answer;
    expect((await begin({ known: client })).client).toEqual(client);
    expect(registrations()).toBe(1);
  });

  it('is not taken for one when browsers alone reach it', async () => {
    const { client } = await begin();
    const elsewhere = {
      authorization_endpoint: 'https://10.0.0.1/authorize',
      token_endpoint: 'https://10.0.0.1/token',
    };
    house.change(documents.server, elsewhere);
    expect((await begin({ known: client })).client).toEqual(client);
  });

  it('is not asked about a client that is new', async () => {
    house.routes['GET /authorize'] = unknown;
    await begin();
    expect(registrations()).toBe(1);
    expect(house.asked.some(({ what }) => what === 'GET /authorize')).toBe(false);
  });
});

describe('a server that can’t read the metadata document', () => {
  const documented = { ...identity, metadataUrl: 'https://registry.example/client.json' };
  beforeEach(() => house.change(documents.server, { client_id_metadata_document_supported: true }));

  it('registers the client instead, before a person sees its page', async () => {
    house.routes['GET /authorize'] = () => new Response('The document could not be read', { status: 400 });
    expect((await begin({ identity: documented })).client).toMatchObject({ how: 'registration' });
  });

  it('shows its page where it registers nobody', async () => {
    house.change(documents.server, { registration_endpoint: undefined });
    house.routes['GET /authorize'] = () => new Response('The document could not be read', { status: 400 });
    expect((await begin({ identity: documented })).client).toMatchObject({ how: 'metadata document' });
  });

  it('is not asked to register the client while it reads the document', async () => {
    house.routes['GET /authorize'] = () => new Response('Sign in');
    expect((await begin({ identity: documented })).client).toMatchObject({ how: 'metadata document' });
    expect(registrations()).toBe(0);
  });
});
