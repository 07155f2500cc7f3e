/** What an app says about itself, always told as its claim: a self-registered name proves nothing (RFC 7591 §5). */
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
  return html`It says it is “<bdi class="name">${shown}</bdi>”. We could not verify this.`;
}

export function allowLabel(name: string): SafeHtml {
  return html`Allow <bdi>${displayName(name, mostOnButton) || 'this app'}</bdi>`;
}
