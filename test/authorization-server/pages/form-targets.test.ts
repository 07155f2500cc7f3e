/** What a browser makes of the headers: the way back to the app is open, every other way is shut, and a popup stays connected. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { pageHeaders } from '@granthouse/pages';
import { hasChromium, launchChromium } from '../../support/chromium.ts';
import { describeWhere } from '../../support/run-where.ts';
import { closed, listen } from './page-server.ts';

/** `/form?to=…&target=…` is a page whose form is answered with a redirect to `to`; `/back` is where an app waits. */
function formServer(): Server {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const to = searchParams.get('to') ?? '';
    if (request.method === 'POST') response.writeHead(303, { Location: to }).end();
    else if (pathname === '/form') {
      const headers = pageHeaders({ formActionTargets: searchParams.getAll('target') });
      const form = `<form method="post" action="/post?to=${encodeURIComponent(to)}"><button>Go</button></form>`;
      response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(form);
    } else response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>back</p>');
  });
}

describeWhere(hasChromium, 'there is no /usr/bin/chromium')('a form in a browser', () => {
  let browser: Browser;
  let ours: { server: Server; origin: string };
  let app: { server: Server; origin: string; port: string };

  beforeAll(async () => {
    const [first, second] = [formServer(), formServer()];
    ours = { server: first, origin: await listen(first) };
    const origin = await listen(second, '::');
    app = { server: second, origin, port: new URL(origin).port };
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await Promise.all([closed(ours.server), closed(app.server)]);
  });

  /** Presses the button; answers with where that led, or with what the console says about going nowhere. */
  async function press({ to, target }: { to: string; target?: string }): Promise<string> {
    const page = await browser.newPage();
    const query = new URLSearchParams({ to, ...(target === undefined ? {} : { target }) });
    await page.goto(`${ours.origin}/form?${query.toString()}`);
    const ended = new Promise<string>((resolve) => {
      page.on('console', (message) => resolve(message.text()));
      page.on('load', () => resolve(page.url()));
      // No program opens private schemes here, so the browser gives up after it was allowed to ask for one.
      page.on('requestfailed', (request) => request.url() === to && resolve(request.url()));
    });
    await page.getByRole('button').click({ noWaitAfter: true });
    return ended.finally(() => page.close());
  }

  describe.each([['127.0.0.1'], ['localhost'], ['[::1]']])('led back to %s', (host) => {
    it('arrives when the page names it', async () => {
      const origin = `http://${host}:${app.port}`;
      expect(await press({ to: `${origin}/back`, target: origin })).toBe(`${origin}/back`);
    });
  });

  it('is stopped on its way to an address that the page doesn’t name', async () => {
    const to = `http://localhost:${app.port}/back`;
    expect(await press({ to, target: `http://127.0.0.1:${app.port}` })).toContain('form-action');
  });

  it('reaches a private scheme that the page names, and no other', async () => {
    const to = 'cursor://anysphere.cursor-mcp/oauth/callback';
    expect(await press({ to, target: 'cursor:' })).toBe(to);
    expect(await press({ to, target: 'vscode:' })).toContain('form-action');
  });

  it('in a popup leaves the app’s window connected', async () => {
    const page = await browser.newPage();
    await page.goto(`${app.origin}/back`);
    const query = new URLSearchParams({ to: `${app.origin}/back`, target: app.origin });
    const opened = page.waitForEvent('popup');
    await page.evaluate(`void window.open(${JSON.stringify(`${ours.origin}/form?${query.toString()}`)})`);
    const popup = await opened;
    await popup.getByRole('button').click();
    await popup.waitForURL((url) => url.pathname === '/back');
    expect(await popup.evaluate('window.opener !== null')).toBe(true);
    await page.close();
  });
});
