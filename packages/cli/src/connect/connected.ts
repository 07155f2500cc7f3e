/** Makes a connection: with what the command was given, else with nothing where that is enough, else by signing in. */
import { createServer } from 'node:net';
import {
  type Authorization,
  ClientError,
  type ClientIdentity,
  connect,
  type Credential,
  type Fetch,
  keptInMemory,
  oauthCredential,
  revokeAuthorization,
  type SignInHereOptions,
} from '@granthouse/client';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError } from '../command-error.ts';
import type { Terminal } from '../terminal.ts';
import { accountOf, clientName, keptOnThisMachine, withFetch } from './client-session.ts';
import { givenCredential, shownCredential } from './credential-options.ts';
import { shownUrl } from './failures.ts';
import { formerEnded, mayShareGrant } from './forgotten.ts';
import { givenClient } from './given-client.ts';
import type { KeptConnections, KeptCredential } from './kept-connections.ts';
import { reachOf, serverUrl } from './reach-options.ts';
import { signIn } from './sign-in.ts';
import { summaryOf, summaryText, type Reached } from './summary.ts';

interface Making {
  readonly url: URL;
  readonly given: Given;
  readonly terminal: Terminal;
  readonly connections: KeptConnections;
  readonly fetch: Fetch;
}

interface Made {
  readonly credential: KeptCredential;
  readonly reached: Reached;
}

const notTakenBack =
  'Your access from before is not used any more. Taking it back could end the new one too: where the server lists ' +
  'connected apps, it can be ended there.';

export async function makeConnection(given: Given, terminal: Terminal): Promise<void> {
  const url = serverUrl(given.words[0] ?? '');
  const reach = reachOf(url, given);
  if (url.protocol === 'http:' && reach.plainHttp) {
    terminal.complain('Without TLS, everyone on the way reads what is sent, the credential too.');
  }
  const shown = await givenCredential(given, terminal);
  const connections = keptOnThisMachine(terminal);
  const account = accountOf(given);
  const summary = await withFetch({ url, account, shows: shown?.kind, reach }, async (fetch) => {
    const { credential, reached } = shown
      ? { credential: shown, reached: await reachedWith(url, shownCredential(shown), fetch) }
      : await withoutKey({ url, given, terminal, connections, fetch });
    const kept = { url: url.href, account, credential, reach, connectedAt: Date.now() };
    if (!(await formerEnded(await connections.save(kept), credential, fetch))) terminal.complain(notTakenBack);
    return summaryOf(kept, reached);
  });
  terminal.say(given.flags['json'] ? printableJson(summary, 2) : summaryText(summary));
}

async function withoutKey(making: Making): Promise<Made> {
  const open = wantsToSignIn(making.given) ? undefined : await openToAll(making);
  if (open) return { credential: { kind: 'none' }, reached: open };
  const { url, given, fetch } = making;
  const which = { url: url.href, account: accountOf(given) };
  await making.connections.judgePlace(which);
  const before = await making.connections.find(which);
  const held = before?.credential.kind === 'oauth' ? before.credential.authorization : undefined;
  const scopes = given.lists['scope'];
  const authorization = await signIn(url, {
    fetch,
    terminal: making.terminal,
    identity: await identityOf(making, held),
    opensBrowser: given.flags['no-browser'] !== true,
    ...(held && { held }),
    ...(scopes && { needed: scopes }),
    ...(await portOf(given, held)),
  });
  const reached = await reachedBy(authorization, making, held);
  return { credential: { kind: 'oauth', authorization }, reached };
}

/** What nobody can use is not left behind at the server, unless ending it could end what is still `held`. */
async function reachedBy(
  authorization: Authorization,
  { url, fetch }: Making,
  held: Authorization | undefined,
): Promise<Reached> {
  try {
    return await reachedWith(url, oauthCredential({ keeper: keptInMemory(authorization), fetch }), fetch);
  } catch (error) {
    if (!held || !mayShareGrant(held, authorization))
      await revokeAuthorization(authorization, fetch).catch(() => false);
    if (!(error instanceof ClientError) || error.code !== 'credential_refused') throw error;
    const more = `granthouse doctor ${shownUrl(url)} --sign-in says more`;
    throw new CommandError(`the server refuses the token that its authorization server has just issued: ${more}`, {
      cause: error,
    });
  }
}

/** Some servers let everybody in, and ask only for some of their tools. */
const wantsToSignIn = ({ options, lists, flags }: Given) =>
  flags['sign-in'] === true || options['client-id'] !== undefined || lists['scope'] !== undefined;

/** Undefined where the server asks who is there. */
async function openToAll({ url, fetch }: Making): Promise<Reached | undefined> {
  try {
    return await reachedWith(url, shownCredential(undefined), fetch);
  } catch (error) {
    if (error instanceof ClientError && ['credential_refused', 'forbidden'].includes(error.code)) return undefined;
    throw error;
  }
}

/** Some servers let everyone in, and ask only when it comes to their tools. */
async function reachedWith(url: URL, credential: Credential, fetch: Fetch): Promise<Reached> {
  const connection = await connect(url, { credential, fetch, name: clientName });
  try {
    return { server: connection.server, tools: (await connection.tools()).length };
  } finally {
    await connection.close();
  }
}

async function identityOf(
  { given, terminal }: Making,
  held: Authorization | undefined,
): Promise<SignInHereOptions['identity']> {
  const preRegistered = (await givenClient(given, terminal)) ?? givenBefore(held);
  return { name: clientName, ...(preRegistered && { preRegistered }) };
}

/** A client that was registered by hand is not named again, unless its server doesn't know it any more. */
function givenBefore(held: Authorization | undefined): ClientIdentity['preRegistered'] {
  if (held?.client.how !== 'pre-registered' || held.ended?.endsWith('_client')) return undefined;
  const { issuer, clientId, clientSecret } = held.client;
  return { issuer, clientId, ...(clientSecret !== undefined && { clientSecret }) };
}

/** The one that the client was registered with, while it is free, so that it need not be registered again. */
async function portOf({ options }: Given, held: Authorization | undefined): Promise<{ port?: number }> {
  if (options['port'] !== undefined) return { port: Number(options['port']) };
  const port = Number(held === undefined ? 0 : new URL(held.client.redirectUri).port);
  return port > 0 && (await isFree(port)) ? { port } : {};
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
