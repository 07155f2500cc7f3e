/** A form with one button: it posts, and carries the value that ties it to the browser it was made for. */
import { html, type HtmlValue, type SafeHtml } from './html.ts';
import { ownPath } from './layout.ts';

export interface FormProps {
  readonly action: string;
  readonly csrfToken: string;
  readonly label: HtmlValue;
  /** `primary` once a page; `quiet` reads like a link. */
  readonly look: 'primary' | 'secondary' | 'quiet';
}

export function form({ action, csrfToken, label, look }: FormProps, fields?: HtmlValue): SafeHtml {
  return html`<form method="post" action="${ownPath(action)}">
    <input type="hidden" name="csrf" value="${csrfToken}" />
    ${fields}
    <button class="${look}"><span>${label}</span></button>
  </form>`;
}
