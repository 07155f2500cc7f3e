/** A form of a page as a browser would send it: what is ticked or chosen, each name as often as it stands there. */
import type { Browser, Page } from '../../../support/browser.ts';
import { pageOf } from '../../../support/connect.ts';

export interface FilledForm {
  readonly action: string;
  readonly body: URLSearchParams;
}

export function filledForm({ html, url }: Page, actionEnd: string): FilledForm {
  const [, action = '', inside = ''] =
    Array.from(html.matchAll(/<form\b[^>]* action="([^"]*)"[^>]*>(.*?)<\/form>/gs)).find(([, found]) =>
      found?.endsWith(actionEnd),
    ) ?? [];
  if (action === '') throw new Error(`no form for ${actionEnd} on ${url}:\n${html}`);
  const body = new URLSearchParams();
  for (const [, input = ''] of inside.matchAll(/<input\b([^>]*)>/g)) {
    const isChosen = !/type="(?:checkbox|radio)"/.test(input) || /\schecked\b/.test(input);
    const name = / name="([^"]*)"/.exec(input)?.[1];
    if (name !== undefined && isChosen) body.append(name, / value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  return { action, body };
}

/** The page that it leads to. */
export async function send(browser: Browser, page: Page, { action, body }: FilledForm): Promise<Page> {
  const url = new URL(action, page.url);
  const headers = { origin: url.origin, cookie: browser.cookieHeader(url) };
  const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (location !== null) return pageOf(await browser.open(new URL(location, url)));
  return { url: url.href, status: answer.status, headers: answer.headers, html: await answer.text(), forms: [] };
}
