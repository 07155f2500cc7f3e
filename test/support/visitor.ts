/** A person at a real browser, on a phone: tabs that share cookies, and what must hold of every page that they come to. */
import { expect } from '@jest/globals';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface Visitor {
  readonly context: BrowserContext;
  open(url: URL | string): Promise<Page>;
  /** Ends the visit; fails when a page was refused something by its own policy. */
  leave(): Promise<void>;
}

export interface VisitOptions {
  readonly script: boolean;
  /** Takes a certificate that nobody signed. */
  readonly ignoreHTTPSErrors?: boolean;
}

/** Nothing may depend on script: each journey is gone twice. */
export const bothWays = [
  ['with script', { script: true }],
  ['without script', { script: false }],
] as const;

const phone = { width: 390, height: 844 };
/** Milliseconds: a page with a password takes many of them where several browsers share two cores. */
const patience = 50_000;

export async function visit(browser: Browser, { script, ...options }: VisitOptions): Promise<Visitor> {
  const context = await browser.newContext({ viewport: phone, javaScriptEnabled: script, ...options });
  context.setDefaultTimeout(patience);
  if (script) readers.add(context);
  const complaints: string[] = [];
  // What a browser advises about its password manager is no complaint: a key is no password of a person.
  context.on('console', (message) => {
    if (!message.text().startsWith('[DOM]')) complaints.push(message.text());
  });
  return {
    context,
    async open(url) {
      const page = await context.newPage();
      await page.goto(String(url));
      return page;
    },
    async leave() {
      await context.close();
      // A refusal has a status of 4xx, which the browser reports too.
      expect(complaints.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
    },
  };
}

/** Presses a button, or follows a link that looks like one, and waits for the page that it leads to. */
export async function press(page: Page, name: string): Promise<void> {
  const control = page.getByRole('button', { name, exact: true }).or(page.getByRole('link', { name, exact: true }));
  await Promise.all([page.waitForEvent('load'), control.click()]);
}

export async function signIn(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
  await page.getByLabel('Username or email').fill(login);
  await page.getByLabel('Password').fill(password);
  await press(page, 'Sign in');
}

/** The page that a person is on, by its heading; with script axe reads it, in light and in dark. */
export async function expectPage(page: Page, heading: string): Promise<void> {
  const shown = page.getByRole('heading', { level: 1, name: heading, exact: true });
  await shown.waitFor().catch(async (cause: unknown) => {
    throw new Error(`no "${heading}" at ${page.url()}:\n${await page.locator('body').innerText()}`, { cause });
  });
  if (!readers.has(page.context())) return;
  expect({ heading, overflow: await page.evaluate(overflow), axe: await axeFindings(page) }).toEqual({
    heading,
    overflow: 0,
    axe: [],
  });
}

/** The contexts where axe can run. */
const readers = new WeakSet<BrowserContext>();
/** What axe has read: a page that differs in its one-time values alone is not read again. */
const read = new Set<string>();

const overflow = `Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)`;
const runAxe = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`;

async function axeFindings(page: Page): Promise<unknown[]> {
  const content = (await page.content()).replaceAll(/\/interaction\/[\w-]+|value="[^"]*"|<code>[\da-f]+<\/code>/g, '');
  if (read.has(content)) return [];
  read.add(content);
  await page.evaluate(axe.source);
  const findings: unknown[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    findings.push(...(await page.evaluate<unknown[]>(runAxe)));
  }
  return findings;
}
