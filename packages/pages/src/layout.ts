/**
 * Pages are pure functions from what is true to a complete HTML document. They know nothing of requests, of the engine
 * or of the store, and need no script. This file is the frame that all of them share.
 */
import { attributes, html, render, type HtmlValue } from './html.ts';

export interface Brand {
  readonly name: string;
  /** Who helps: a mailto address, an https address, or words. */
  readonly contact?: string;
}

export interface PageContext {
  readonly brand: Brand;
  readonly stylesheetPath: string;
  readonly homePath: string;
  /** A module of our own that makes a page better; every page works without it. */
  readonly scriptPath?: string;
}

export interface PageContent {
  /** Read by screen readers first and shown in the tab: never holds what a stranger wrote. */
  readonly title: string;
  readonly main: HtmlValue;
  /** Stands beside the brand: who is signed in, and the way out. */
  readonly aside?: HtmlValue;
  /** `wide` holds lists and details; by default a page asks one thing, in one narrow column. */
  readonly width?: 'narrow' | 'wide';
}

export function layout(context: PageContext, { title, main, aside, width = 'narrow' }: PageContent): string {
  const { brand, stylesheetPath, scriptPath } = context;
  return render(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>${title} · ${brand.name}</title>
          <link rel="stylesheet" href="${stylesheetPath}" />
          ${scriptPath !== undefined && html`<script type="module" src="${scriptPath}"></script>`}
        </head>
        <body${attributes({ class: width === 'wide' && width })}>
          <header class="brand">
            <span class="mark" aria-hidden="true">${initialOf(brand.name)}</span><bdi>${brand.name}</bdi>${aside}
          </header>
          <main>${main}</main>
          ${brand.contact !== undefined && html`<footer>Questions? ${contact(brand.contact)}</footer>`}
        </body>
      </html> `,
  );
}

/** Only mail is a link: pages where people decide lead nowhere off-site (RFC 9700 §4.2.4). */
export function contact(value: string): HtmlValue {
  const mail = /^mailto:(?<address>[^?]+)/i.exec(value)?.groups?.['address'];
  if (mail === undefined) return html`<bdi>${value.replace(/^https:\/\//, '')}</bdi>`;
  return html`<a href="mailto:${mail}">${mail}</a>`;
}

/** A path on this server, so that no link or form leads off-site. Throws a TypeError for anything else. */
export function ownPath(path: string): string {
  if (!/^\/(?![/\\])[^\s\\]*$/.test(path)) throw new TypeError(`not a path on this server: ${JSON.stringify(path)}`);
  return path;
}

function initialOf(name: string): string {
  return (/^\P{M}\p{M}*/u.exec(name.trim())?.[0] ?? '').toUpperCase();
}
