/** The doctor before good servers that this project did not write, and before its own: it finds nothing that stops a host. */
import { expect, it } from '@jest/globals';
import { noCredential, ownHeaders, type Credential } from '@granthouse/client';
import { examine, type Report } from '@granthouse/client/doctor';
import { Browser } from '../../support/browser.ts';
import { person } from '../../support/authorization-server.ts';
import { startHouse } from '../../support/order-desk.ts';
import { itsHeaders, startHeaderServer } from './others/header-server.ts';
import { startSdk1Example, type OtherServer } from './others/other-server.ts';
import { startSdk2Server } from './others/sdk-2-server.ts';

/** Fills in whatever form there is, and presses its first button, until the browser is sent away. */
async function signIn(url: URL): Promise<void> {
  const browser = new Browser();
  let arrival = await browser.open(url);
  for (let pages = 0; arrival.page && pages < 5; pages += 1) {
    const action = arrival.page.forms.find((form) => !form.action.endsWith('/deny'))?.action ?? '';
    arrival = await browser.submit(arrival.page, action, { ...person });
  }
  if (!arrival.sentTo) throw new Error(`the sign-in ended at ${arrival.page.url}: ${arrival.page.html}`);
  await fetch(arrival.sentTo).then((page) => page.body?.cancel());
}

async function examined({ url, close }: OtherServer, credential: Credential = noCredential): Promise<Report> {
  try {
    return await examine(url, { network: { besides: 'loopback' }, register: true, open: signIn, credential });
  } finally {
    await close();
  }
}

const house = async (sdk: 1 | 2) => {
  const { resource, close } = await startHouse({}, { sdk });
  return { url: resource, close };
};

interface Case {
  readonly name: string;
  readonly start: () => Promise<OtherServer>;
  readonly credential?: Credential;
  /** What is wrong with it in truth. */
  readonly problems?: readonly string[];
}

it.each<Case>([
  { name: 'the example of the 1.x SDK', start: () => startSdk1Example() },
  {
    name: 'the example of the 1.x SDK with its sign-in',
    start: () => startSdk1Example('--oauth', '--oauth-strict'),
    // Its verifier fails at a token that it doesn't know, and the guard answers 500 for that.
    problems: ['challenge.wrong-token'],
  },
  { name: 'the guard of the 2.x SDK with a stock oidc-provider', start: startSdk2Server },
  { name: 'a server with a header of its own', start: startHeaderServer, credential: ownHeaders(itsHeaders) },
  { name: 'the order desk on the 1.x SDK', start: () => house(1) },
  { name: 'the order desk on the 2.x SDK', start: () => house(2) },
])('finds no problem in $name but what is one', async ({ start, credential, problems = [] }) => {
  const { findings } = await examined(await start(), credential);
  const named = findings.filter(({ severity }) => severity === 'problem').map(({ check }) => check);
  expect(named).toEqual(problems);
});
