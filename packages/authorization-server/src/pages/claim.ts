/** Who an app is: what it says about itself is always told as its claim, for a name proves nothing (RFC 7591 §5); an address can be checked, and the operator's own word holds. */
import { displayName } from './display-name.ts';
import { html, type SafeHtml } from './html.ts';

const mostOnButton = 28;

/** The name inside a sentence. */
export function appName(name: string): SafeHtml {
  return html`<bdi class="name">${displayName(name) || 'an app without a name'}</bdi>`;
}

export function claim(name: string): SafeHtml {
  const shown = displayName(name);
  if (shown === '') return html`It gives no name. We could not verify who made it.`;
  return html`${saying(shown)} We could not verify this.`;
}

/** Of an app whose id is the address of its document: `host` publishes what is known of it. */
export function claimAt(name: string, host: string): SafeHtml {
  const shown = displayName(name);
  return html`${shown === '' ? 'It gives no name.' : saying(shown)} Verified by its address:
    <bdi class="name">${host}</bdi>.`;
}

/** Of an app that the people who run the server registered. */
export function registered(name: string, by: string): SafeHtml {
  return html`This is “${appName(name)}”, registered by <bdi>${by}</bdi>.`;
}

const saying = (shown: string): SafeHtml => html`It says it is “<bdi class="name">${shown}</bdi>”.`;

export function allowLabel(name: string): SafeHtml {
  return html`Allow <bdi>${displayName(name, mostOnButton) || 'this app'}</bdi>`;
}
