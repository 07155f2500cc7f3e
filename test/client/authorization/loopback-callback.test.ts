/** The callback on a person's own machine: it takes the answer that is awaited, and tells everyone else that nothing is here. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loopbackCallback, type LoopbackCallback } from '@granthouse/client';
import { launchChromium, hasChromium } from '../../support/chromium.ts';
import { describeWhere } from '../../support/run-where.ts';

let callback: LoopbackCallback;

beforeEach(async () => {
  callback = await loopbackCallback();
});
afterEach(() => callback.close());

const answer = (query: string) => `${callback.redirectUri}?${query}`;

/** As `fetch` never sends it. */
async function statusOf(url: string, { host, method = 'GET' }: { host?: string; method?: string }) {
  const asked = request(url, { method, ...(host !== undefined && { headers: { host } }) }).end();
  const [answered] = (await once(asked, 'response')) as [IncomingMessage];
  answered.resume();
  return answered.statusCode;
}

describe('the callback', () => {
  it('listens on the loopback address alone, under a port of its own', () => {
    expect(callback.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/u);
  });

  it('says so where somebody else has its port', async () => {
    const port = Number(new URL(callback.redirectUri).port);
    await expect(loopbackCallback({ port })).rejects.toMatchObject({
      code: 'not_allowed',
      message: expect.stringContaining(`the port ${port}`),
    });
  });

  it('leads to a sign-in once, by an address that tells nothing of it', async () => {
    const url = new URL('https://auth.example.com/authorize?state=this');
    const start = callback.startOf(url);
    expect(start.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/start\/[\w-]{22}$/u);
    const [first, second] = [await fetch(start, { redirect: 'manual' }), await fetch(start, { redirect: 'manual' })];
    expect([first.status, first.headers.get('location')]).toEqual([302, url.href]);
    expect([second.status, second.headers.get('location')]).toEqual([410, null]);
    expect(await second.text()).toContain('somebody else uses this machine');
  });

  it('leads nobody who found its port, or calls it by another name', async () => {
    const { href } = callback.startOf(new URL('https://auth.example.com/authorize?state=this'));
    expect(await statusOf(href, { host: 'rebound.example' })).toBe(404);
    expect(await statusOf(href, { method: 'HEAD' })).toBe(404);
    expect(await statusOf(new URL('/start/guessed', href).href, {})).toBe(404);
    expect(await statusOf(href, {})).toBe(302);
  });

  it('gives the address as it came, and shows a page', async () => {
    const coming = callback.answerTo('this');
    const response = await fetch(answer('code=a%20b&state=this'));
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('You can close this window');
    expect((await coming).href).toBe(answer('code=a%20b&state=this'));
  });

  it('says so when the sign-in was refused', async () => {
    const coming = callback.answerTo('this');
    const response = await fetch(answer('error=access_denied&error_description=<b>call+us</b>&state=this'));
    const text = await response.text();
    expect(text).toContain('The sign-in was refused');
    expect(text).not.toContain('call');
    await coming;
  });

  it('is not ended by answers of others', async () => {
    const coming = callback.answerTo('this');
    const others = ['', 'state=', 'state=other&code=x', 'code=x', 'error=access_denied'].map(answer);
    const all = [...others, callback.redirectUri.replace('/callback', '/?state=this')];
    const responses = await Promise.all(all.map((url) => fetch(url)));
    expect(responses.map(({ status }) => status)).toEqual(all.map(() => 404));
    const strangers = [{ host: 'evil.example' }, { host: 'localhost' }, { method: 'POST' }, { method: 'HEAD' }];
    const statuses = await Promise.all(strangers.map((each) => statusOf(answer('state=this&code=x'), each)));
    expect(statuses).toEqual([404, 404, 404, 404]);
    await fetch(answer('state=this&code=right'));
    expect((await coming).searchParams.get('code')).toBe('right');
  });

  it('takes one answer, and tells the next one that nothing waits', async () => {
    const coming = callback.answerTo('this');
    await fetch(answer('state=this&code=first'));
    await coming;
    expect((await fetch(answer('state=this&code=second'))).status).toBe(404);
  });

  it('keeps nothing of a page, and lets nobody frame it or load anything from it', async () => {
    const { headers } = await fetch(answer('code=secret&state=x'));
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain(
      "default-src 'none'; style-src data:; frame-ancestors 'none'",
    );
  });

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController();
    const coming = callback.answerTo('this', stop.signal);
    stop.abort(new Error('enough'));
    await expect(coming).rejects.toThrow('enough');
    expect((await fetch(answer('state=this'))).status).toBe(404);
    await expect(callback.answerTo('this', stop.signal)).rejects.toThrow('enough');
  });
});

describeWhere(hasChromium, 'chromium')('in a browser', () => {
  it('the page is there, with its colours, and asks for nothing else', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (each) => requests.push(each.url()));
    page.on('console', (message) => complaints.push(message.text()));
    const coming = callback.answerTo('this');
    await page.goto(answer('state=this&code=x'));
    await coming;
    expect(await page.locator('h1').textContent()).toBe('Thank you');
    const radius = await page.evaluate("getComputedStyle(document.querySelector('main')).borderRadius");
    expect(radius).not.toBe('0px');
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([answer('state=this&code=x')]);
    expect(complaints).toEqual([]);
    await browser.close();
  });
});
