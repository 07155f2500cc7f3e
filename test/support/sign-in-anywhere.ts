/** A person at pages that others wrote: fills in whatever form there is, and agrees, until sent away. */
import { person } from './authorization-server.ts';
import { Browser } from './browser.ts';

/** The address that the browser is sent to in the end. */
export async function signInAnywhere(url: URL): Promise<URL> {
  const browser = new Browser();
  let arrival = await browser.open(url);
  for (let pages = 0; arrival.page && pages < 5; pages += 1) {
    const [first, ...others] = arrival.page.forms.map(({ action }) => action);
    const agrees = others.find((action) => action.endsWith('/approve')) ?? first ?? '';
    arrival = await browser.submit(arrival.page, agrees, { ...person });
  }
  if (!arrival.sentTo) throw new Error(`the sign-in ended at ${arrival.page.url}: ${arrival.page.html}`);
  return arrival.sentTo;
}
