/** Every way through the server, honest and not, so that whatever it ever gives or takes has crossed the wire. */
import { person } from '../../support/authorization-server.ts';
import { Browser, type Page } from '../../support/browser.ts';
import { authorize, pageOf } from '../../support/connect.ts';
import {
  authorizationRequest,
  obtainCode,
  post,
  publicClient,
  redeem,
  refresh,
  register,
  type Registered,
} from '../../support/oauth-client.ts';
import { confidentialClient, manage, registerManaged, type ManagedClient } from '../../support/managed-client.ts';
import { byName, inForm, inHeader, type Client } from './proofs.ts';
import { tokensOf, wholeLife, type Ground, type Way } from './whole-life.ts';

const publicWay: Way = async (ground) => {
  const { client_id: id } = await register(ground.server.issuer);
  await wholeLife(ground, byName(id));
};

const bySecret =
  (method: string, prove: (client: Registered) => Client): Way =>
  async (ground) => {
    const metadata = { ...publicClient, token_endpoint_auth_method: method };
    await wholeLife(ground, prove(await register(ground.server.issuer, metadata)));
  };

const byKey: Way = async (ground) => {
  const metadata = { ...publicClient, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [ground.key.jwk] } };
  const { client_id: id } = await register(ground.server.issuer, metadata);
  const prove = async () => ({ form: { ...(await ground.key.prove(id, ground.server.issuer)) } });
  await wholeLife(ground, { id, prove });
};

const byDocument: Way = (ground) => wholeLife(ground, byName(ground.pinned));

const ofTheConfiguration: Way = (ground) => wholeLife(ground, inHeader(ground.configured));

/** Read, moved to a key and back to a secret, used, and deleted. */
const managedByItself: Way = async (ground) => {
  const client = await registerManaged(ground.server.issuer);
  const body = { ...confidentialClient, redirect_uris: publicClient.redirect_uris, client_id: client.client_id };
  const keys = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [ground.key.jwk] } };
  await manage(client, 'GET');
  await manage(client, 'PUT', { body: { ...body, ...keys } });
  const again = await manage(client, 'PUT', { body });
  await wholeLife(ground, inForm((await again.json()) as Registered));
  await manage(client, 'GET', { token: 'the token of nobody at all' });
  await manage(client, 'DELETE');
};

/** By the operator's token: registered, used, managed; refused by one that is spent, removed or nobody's. */
const invited: Way = async (ground) => {
  const { closed } = ground;
  const { id, token } = await closed.initialAccessTokens.add({ name: 'Workflows', uses: 2, lifetime: 86_400 });
  const registering = (metadata: object, shown = token) =>
    post(`${closed.issuer}/register`, { ...publicClient, ...metadata }, { authorization: `Bearer ${shown}` });
  await registering({ client_name: 'Invited' });
  const answer = await registering({ client_name: 'Invited', token_endpoint_auth_method: 'client_secret_post' });
  const client = (await answer.json()) as ManagedClient;
  await registering({ client_name: 'Too late' });
  await wholeLife({ ...ground, server: closed, browser: new Browser() }, inForm(client));
  await manage(client, 'GET', { token });
  await manage(client, 'DELETE');
  await closed.initialAccessTokens.remove(id);
  await registering({}, 'an initial access token of nobody');
};

/** The operator's client, before and after its secret is replaced; its secrets cross where it shows them. */
const ofTheOperator: Way = async (ground) => {
  const { clients } = ground.server;
  const added = await clients.add({ client_name: 'Build robot', redirect_uris: publicClient.redirect_uris });
  await wholeLife(ground, inForm(added));
  const client_secret = (await clients.rotateSecret(added.client_id)) ?? '';
  await wholeLife(ground, inHeader({ client_id: added.client_id, client_secret }));
  await clients.remove(added.client_id);
};

/** More than was granted, asked again; and what a person refuses. */
const stepUp: Way = async (ground) => {
  const { client_id: id } = await register(ground.server.issuer);
  const client = byName(id);
  const { id_token = '' } = (await tokensOf(ground, client, { scope: 'openid orders:read' })) as { id_token?: string };
  await tokensOf(ground, client, { scope: 'openid orders:write', id_token_hint: id_token, login_hint: person.login });
  const { browser } = ground;
  await authorize(authorizationRequest(ground.server.issuer, id).url, { browser, decision: 'deny' });
};

const formPost: Way = async (ground) => {
  const { client_id: id } = await register(ground.server.issuer);
  const request = authorizationRequest(ground.server.issuer, id, { response_mode: 'form_post' });
  await ground.browser.submit(pageOf(await ground.browser.open(request.url)), '/approve');
};

/** Codes twice and with a wrong verifier, tokens of nobody and of another, a refresh token long after it was replaced. */
const theft: Way = async (ground) => {
  const { issuer } = ground.server;
  const [{ client_id }, thief] = [
    await register(issuer),
    await register(issuer, { ...publicClient, client_name: 'X' }),
  ];
  const { code, verifier: code_verifier } = await obtainCode(issuer, client_id, { browser: ground.browser });
  await redeem(issuer, { client_id, code, code_verifier: 'wrong'.repeat(10) });
  await redeem(issuer, { client_id, code, code_verifier });
  await redeem(issuer, { client_id, code, code_verifier });
  const { refresh_token } = await tokensOf(ground, byName(client_id));
  await refresh(issuer, { client_id: thief.client_id, refresh_token });
  const stolen = await tokensOf(ground, byName(client_id));
  await refresh(issuer, { client_id, refresh_token: stolen.refresh_token });
  ground.advance(400_000);
  await refresh(issuer, { client_id, refresh_token: stolen.refresh_token });
  await refresh(issuer, { client_id, refresh_token: 'a refresh token of nobody at all' });
};

async function openSignIn({ server }: Ground, browser: Browser): Promise<Page> {
  const { client_id: id } = await register(server.issuer);
  return pageOf(await browser.open(authorizationRequest(server.issuer, id).url));
}

/** Wrong passwords, a right one, signing out, and requests that nobody finishes. */
const people: Way = async (ground) => {
  const { accounts } = ground.server;
  await accounts.add({ login: 'bob@example.com', password: 'a password of Bob', name: 'Bob' });
  const browser = new Browser();
  const page = await openSignIn(ground, browser);
  const wrong = { login: 'bob@example.com', password: 'not the password' };
  const again = pageOf(await browser.submit(page, '/sign-in', wrong));
  await browser.submit(again, '/sign-in', { ...wrong, password: 'a password of Bob' });
  await openSignIn(ground, browser);
  const signOut = pageOf(await browser.open(`${ground.server.issuer}/sign-out`));
  await browser.submit(signOut, '/sign-out');
  await accounts.setPassword('bob@example.com', 'another password of Bob');
  const last = await openSignIn(ground, browser);
  await browser.submit(last, '/sign-in', { ...wrong, password: 'another password of Bob' });
  await accounts.remove('bob@example.com');
};

/** A store that is away, and one that breaks, while a person decides and a client renews. */
const failures: Way = async (ground) => {
  const { server, browser, engine } = ground;
  const { client_id } = await register(server.issuer);
  const { refresh_token } = await tokensOf(ground, byName(client_id));
  const consent = pageOf(await browser.open(authorizationRequest(server.issuer, client_id).url));
  for (const trouble of [{ isAway: true }, { broken: new Error('the disk broke') }]) {
    Object.assign(engine, trouble);
    await browser.submit(consent, '/approve');
    await browser.open(consent.url);
    await refresh(server.issuer, { client_id, refresh_token });
    Object.assign(engine, { isAway: false, broken: undefined });
  }
};

const newSigningKey: Way = async (ground) => {
  await ground.server.signingKeys.rotate();
  ground.advance(4_000_000);
  await publicWay(ground);
};

export const journeys: ReadonlyArray<readonly [string, Way]> = [
  ['a public client', publicWay],
  ['a client with a secret in the header', bySecret('client_secret_basic', inHeader)],
  ['a client with a secret in the form', bySecret('client_secret_post', inForm)],
  ['a client with a key', byKey],
  ['a client with a pinned document', byDocument],
  ['a client of the configuration', ofTheConfiguration],
  ['a client that manages itself', managedByItself],
  ['a client that is invited', invited],
  ['a client of the operator', ofTheOperator],
  ['more scopes, and a refusal', stepUp],
  ['an answer that is posted', formPost],
  ['codes and tokens that are shown again', theft],
  ['people who sign in, fail, leave and are removed', people],
  ['a store that fails', failures],
  ['a new signing key', newSigningKey],
];
