/** Who an app is: what it says about itself is always told as its claim, for a name proves nothing (RFC 7591 §5); an address can be checked, and the operator's own word holds. */
import { html, type SafeHtml } from '@granthouse/pages';
import { displayName } from './display-name.ts';

export type Asker =
  /** The operator registered it and gave it its name. */
  | { readonly kind: 'registered' }
  /** What it does, it does at this address. */
  | { readonly kind: 'verified'; readonly host: string }
  /** What is known of it is published at this address, and any app on the person's machine may say so. */
  | { readonly kind: 'published'; readonly host: string }
  /** It has nothing but its word. */
  | { readonly kind: 'claims' }
  /** It has the name of an app that is known elsewhere; or, where that is known nowhere, of who runs this server. `host` is empty on the person's own machine. */
  | {
      readonly kind: 'imitates';
      readonly host: string;
      readonly imitated: string;
      readonly knownAt: readonly string[];
    };

/** The name inside a sentence. */
export function appName(name: string): SafeHtml {
  return html`<bdi class="name">${displayName(name) || 'an app without a name'}</bdi>`;
}

/** What is known of an app, in a sentence or two; `by` runs the server. */
export function claim(asker: Asker, name: string, by: string): SafeHtml {
  switch (asker.kind) {
    case 'registered':
      return html`This is “${appName(name)}”, registered by <bdi>${by}</bdi>.`;
    case 'verified':
      return html`${saying(name)} Verified by its address: ${address(asker.host)}.`;
    case 'published':
      return html`${saying(name)} Published by ${address(asker.host)}.`;
    case 'claims':
      return html`${saying(name)} We could not verify ${displayName(name) === '' ? 'who made it' : 'this'}.`;
    case 'imitates':
      return asker.knownAt.length === 0
        ? html`${saying(name)} <bdi>${by}</bdi> has not registered it.`
        : html`${saying(name)} Its address speaks against that.`;
  }
}

function saying(name: string): SafeHtml {
  return displayName(name) === '' ? html`It gives no name.` : html`It says it is “${appName(name)}”.`;
}

const address = (host: string): SafeHtml => html`<bdi class="name">${host}</bdi>`;

/** For the top of the page, when an app imitates another; `wayOut` is the button that ends it. */
export function warning(asker: Asker, name: string, wayOut: string): SafeHtml | false {
  if (asker.kind !== 'imitates') return false;
  const { host, imitated, knownAt } = asker;
  if (knownAt.length === 0) return ownName(asker, name, wayOut);
  const places = knownAt.map((known, index) => html`${index > 0 && ' or '}${address(known)}`);
  return html`<div class="note warning">
    <p>
      <strong>This may not be the real <bdi>${imitated}</bdi>.</strong>
    </p>
    <p>
      An app calls itself “${appName(name)}”. We know ${imitated} at ${places}, and this app is at ${address(host)}.
    </p>
    <p>Unless you know this app and expected it, choose ${wayOut}.</p>
  </div>`;
}

function ownName({ host, imitated }: Extract<Asker, { kind: 'imitates' }>, name: string, wayOut: string): SafeHtml {
  return html`<div class="note warning">
    <p>
      <strong>This is not <bdi>${imitated}</bdi>.</strong>
    </p>
    <p>
      An app calls itself “${appName(name)}”. <bdi>${imitated}</bdi> runs this server, and has not registered this
      app${host !== '' && html`, which is at ${address(host)}`}.
    </p>
    <p>Unless you know this app and expected it, choose ${wayOut}.</p>
  </div>`;
}

/** An imitation's name is nothing to press a button by. */
export function allowLabel(asker: Asker, name: string): SafeHtml {
  if (asker.kind === 'imitates') return html`Allow this app anyway`;
  return html`Allow <bdi>${displayName(name) || 'this app'}</bdi>`;
}
