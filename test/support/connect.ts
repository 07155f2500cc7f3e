/** A person's part in a connection, played on the real pages: sign in, then approve or refuse. */
import { Browser, type Arrival, type Page } from './browser.ts';
import { person } from './authorization-server.ts';

export function pageOf(arrival: Arrival): Page {
  if (!arrival.page) throw new Error(`expected a page, was sent to ${arrival.sentTo.href}`);
  return arrival.page;
}

export function sentTo(arrival: Arrival): URL {
  if (!arrival.sentTo)
    throw new Error(
      `expected to be sent back, got ${arrival.page.status} at ${arrival.page.url}:\n${arrival.page.html}`,
    );
  return arrival.sentTo;
}

/** One signed-in browser per server and person: a password is slow to check, and a person doesn't sign in each time either. */
const signedIn = new Map<string, Browser>();

function browserFor(origin: string, { login }: Who): Browser {
  const key = `${origin} ${login}`;
  const browser = signedIn.get(key) ?? new Browser();
  signedIn.set(key, browser);
  return browser;
}

interface Who {
  readonly login: string;
  readonly password: string;
}

/** Opens the authorization URL and does what the person does; the address that the browser is sent to in the end. */
export async function authorize(
  authorizationUrl: string | URL,
  { browser, decision = 'approve', who = person }: { browser?: Browser; decision?: 'approve' | 'deny'; who?: Who } = {},
): Promise<URL> {
  const own = browser ?? browserFor(new URL(authorizationUrl).origin, who);
  const first = pageOf(await own.open(authorizationUrl));
  const consent = first.html.includes('name="password"')
    ? pageOf(await own.submit(first, '/sign-in', { ...who }))
    : first;
  return sentTo(await own.submit(consent, `/${decision}`));
}
