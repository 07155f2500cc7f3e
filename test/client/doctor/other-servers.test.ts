/** The doctor before good servers that this project did not write, and before its own: it finds nothing that stops a host. */
import { expect, it } from '@jest/globals';
import { ownHeaders } from '@granthouse/client';
import { examine, type ExamineOptions, type Report } from '@granthouse/client/doctor';
import { createOrderDeskServer } from '@granthouse/example-mcp-server';
import { site } from '../../cli/served.ts';
import { orderDesk as scopesOfOrderDesk, person } from '../../support/authorization-server.ts';
import { freePort } from '../../support/free-port.ts';
import { startHouse } from '../../support/order-desk.ts';
import { signInAnywhere } from '../../support/sign-in-anywhere.ts';
import { itsHeaders, startHeaderServer } from './others/header-server.ts';
import { startHonoServer, startHonoSignIn } from './others/hono-server.ts';
import { startMcpHandlerServer, startMcpHandlerSignIn } from './others/mcp-handler-server.ts';
import { startSdk1Example, type OtherServer } from '../../support/other-server.ts';
import { startSdk2Server } from './others/sdk-2-server.ts';

/** The page that the browser comes back to is the doctor's own. */
async function signIn(url: URL): Promise<void> {
  const page = await fetch(await signInAnywhere(url));
  await page.body?.cancel();
}

async function examined({ url, close }: OtherServer, options: ExamineOptions): Promise<Report> {
  try {
    return await examine(url, { network: { besides: 'loopback' }, register: true, open: signIn, ...options });
  } finally {
    await close();
  }
}

const house = async (sdk: 1 | 2) => {
  const { resource, close } = await startHouse({}, { sdk });
  return { url: resource, close };
};

/** The order desk, and `granthouse serve` as a program of its own. */
async function servedHouse(): Promise<OtherServer> {
  const resource = `http://localhost:${await freePort()}/mcp`;
  const here = await site({ resources: [{ resource, ...scopesOfOrderDesk }] });
  await here.granthouse(['serve']).says(here.issuer);
  await here.granthouse(['users', 'add', person.login], { input: `${person.password}\n` }).ended;
  const desk = await createOrderDeskServer({ resource, authorizationServers: [here.issuer] });
  await desk.listen();
  return {
    url: resource,
    async close() {
      await desk.close();
      await here.remove();
    },
  };
}

interface Case {
  readonly name: string;
  readonly start: () => Promise<OtherServer>;
  readonly options?: ExamineOptions;
  /** What is true of it all the same, by severity and check. */
  readonly told?: readonly string[];
}

it.each<Case>([
  { name: 'the example of the 1.x SDK', start: () => startSdk1Example(), told: ['warning transport.origin'] },
  {
    name: 'the example of the 1.x SDK with its sign-in',
    start: () => startSdk1Example(['--oauth', '--oauth-strict']),
    // It bears 20 registrations an hour, fewer than there are hosts: the sign-in comes first.
    // Its verifier and its provider throw errors of their own, for which the SDK answers 500; it refreshes nothing, and
    // it registers http everywhere and a wildcard.
    told: [
      'problem challenge.wrong-token',
      'warning token.errors',
      'warning refresh.offered',
      'warning registration.dangerous-uris',
    ],
  },
  {
    name: 'the guard of the 2.x SDK with a stock oidc-provider',
    start: () => startSdk2Server(),
    // It takes http everywhere and a wildcard, and refuses scopes of resources, Cursor's scheme and VS Code's grants.
    told: ['warning registration.dangerous-uris', 'warning registration.hosts'],
  },
  {
    name: 'a server with a header of its own',
    start: () => startHeaderServer(),
    options: { credential: ownHeaders(itsHeaders) },
  },
  { name: '@hono/mcp', start: () => startHonoServer(), told: ['warning transport.origin'] },
  {
    name: 'the guard of @hono/mcp with a stock oidc-provider',
    start: () => startHonoSignIn(),
    // Its challenge names the root, and its router serves the path.
    told: ['problem resource-metadata.named', 'warning registration.dangerous-uris', 'warning registration.hosts'],
  },
  { name: 'mcp-handler', start: () => startMcpHandlerServer(), told: ['warning transport.origin'] },
  {
    name: 'the guard of mcp-handler with a stock oidc-provider',
    start: () => startMcpHandlerSignIn(),
    told: ['warning registration.dangerous-uris', 'warning registration.hosts'],
  },
  { name: 'the order desk on the 1.x SDK', start: () => house(1) },
  { name: 'the order desk on the 2.x SDK', start: () => house(2) },
  { name: 'the order desk beside granthouse serve', start: servedHouse },
])('says nothing but the truth of $name', async ({ start, options = {}, told = [] }) => {
  const { findings, passed } = await examined(await start(), options);
  const named = findings.filter(({ severity, check }) => severity !== 'note' && check !== 'network.address');
  expect([...new Set(named.map(({ severity, check }) => `${severity} ${check}`))]).toEqual(told);
  expect(passed).toContain('tools.listed');
});
