/**
 * The one page that the engine writes itself, the form that posts an answer to the client (OAuth 2.0 Form Post Response
 * Mode §2), put into the frame of all other pages: never framed by others (RFC 9700 §4.16), and no script but its own,
 * whose hash the engine adds to an empty script-src.
 */
import type { Middleware } from 'koa';
import type { PageContext } from '@granthouse/pages';
import { paths } from '../capabilities.ts';
import { handOverPage } from '../pages/hand-over.ts';

// No form-action: the form leads to the client.
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; script-src; base-uri 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  // The client's server sees which site the form comes from, and never the page's address.
  'Referrer-Policy': 'strict-origin',
};

// Pages of ours hold no script.
const written = /(?<script><script>.*?<\/script>).*?(?<fields><form .*?)<noscript>/s;

export function enginePage(page: PageContext): Middleware {
  return async (ctx, next) => {
    const isEngines = ctx.path === paths.authorization || ctx.path.startsWith(`${paths.authorization}/`);
    if (isEngines) ctx.set(headers);
    await next();
    const { script, fields } = (isEngines && written.exec(String(ctx.body))?.groups) || {};
    if (script !== undefined && fields !== undefined) ctx.body = withForm(handOverPage(page), { script, fields });
  };
}

/** The engine has escaped its fields; the page holds nothing that a stranger wrote, so each place is there once. */
function withForm(page: string, { script, fields }: { script: string; fields: string }): string {
  const form = `${fields}<button class="primary"><span>Continue</span></button></form>`;
  return page.replace('</head>', () => `${script}</head>`).replace('</main>', () => `${form}</main>`);
}
