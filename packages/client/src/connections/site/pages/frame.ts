/** What the pages of a team's connections share: the frame with who is signed in, forms, what was done, how times read. */
import {
  attributes,
  form,
  type FormProps,
  html,
  type HtmlValue,
  layout,
  ownPath,
  type PageContext,
  type SafeHtml,
} from '@granthouse/pages';
import type { Failure } from './words.ts';

export interface Viewer {
  readonly name: string;
  readonly isAdmin: boolean;
  readonly csrfToken: string;
}

export interface SitePage {
  readonly title: string;
  readonly main: HtmlValue;
  readonly viewer: Viewer | undefined;
}

export function sitePage(context: PageContext, { title, main, viewer }: SitePage): string {
  const aside = viewer && html`<div class="who"><bdi>${viewer.name}</bdi>${signOut(viewer)}</div>`;
  return layout(context, { title, main, width: viewer ? 'wide' : 'narrow', aside });
}

const signOut = ({ csrfToken }: Viewer): SafeHtml =>
  form({ action: '/sign-out', csrfToken, label: 'Sign out', look: 'quiet' });

export const backToAll = (): SafeHtml => html`<p class="back"><a href="/">All connections</a></p>`;

export const backTo = ({ id, name }: { readonly id: string; readonly name: string }): SafeHtml =>
  html`<p class="back">${linkTo(`/connections/${id}`, html`<bdi>${name}</bdi>`)}</p>`;

/** A form whose button stands in a row with others. */
export function action(viewer: Viewer, props: Omit<FormProps, 'csrfToken'>, fields?: HtmlValue): SafeHtml {
  return form({ ...props, csrfToken: viewer.csrfToken }, fields);
}

/** In a form: what it was made from, so that it changes nothing that was changed since. */
export const madeFrom = ({ revision }: { readonly revision: string }): SafeHtml =>
  html`<input type="hidden" name="revision" value="${revision}" />`;

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: HtmlValue;
  readonly value?: string | undefined;
  /** A sentence about what was typed. */
  readonly problem?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | boolean | undefined>>;
}

/** One line of text, its label, what helps and what is wrong. */
export function field({ name, label, hint, value, problem, attributes: more }: Field): SafeHtml {
  const described = [hint !== undefined && `${name}-hint`, problem !== undefined && `${name}-problem`].filter(Boolean);
  return html`<label for="${name}">${label}</label>
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${problem !== undefined && html`<p class="wrong" id="${name}-problem">${problem}</p>`}
    <input
      id="${name}"
      name="${name}"
      spellcheck="false"
      ${attributes({
        type: 'text',
        autocomplete: 'off',
        value,
        'aria-invalid': problem !== undefined && 'true',
        'aria-describedby': described.length > 0 && described.join(' '),
        ...more,
      })}
    />`;
}

/** What can be copied; without script, one tap selects it. */
export function copied(text: string, id: string): SafeHtml {
  return html`<div class="copy">
    <code id="${id}">${text}</code>
    <button type="button" class="small-button" data-copy="${id}" hidden>Copy</button>
  </div>`;
}

export function note(words: HtmlValue, kind: 'done' | 'problem' | 'plain' = 'plain'): SafeHtml {
  const look = { done: 'note good', problem: 'note problem', plain: 'note' }[kind];
  return html`<div class="${look}" role="${kind === 'problem' ? 'alert' : 'status'}"><p>${words}</p></div>`;
}

export function failureNote({ words, seen, address }: Failure): SafeHtml {
  return html`<div class="note problem" role="alert">
    <p>${words}</p>
    ${seen !== undefined && html`<p class="small">Seen: <bdi>${seen}</bdi></p>`}
    ${address !== undefined && doctorHint(address)}
  </div>`;
}

/** What is copied into a shell says nothing else there. */
const plainAddress = /^[\w:/.~%-]+$/;

export const doctorHint = (address: string): SafeHtml =>
  html`<p class="small">
    Whoever runs the server finds out more:
    <code>granthouse doctor ${plainAddress.test(address) ? address : 'URL'}</code>
  </p>`;

export function linkTo(path: string, words: HtmlValue, look = ''): SafeHtml {
  return html`<a${attributes({ class: look !== '' && look })} href="${ownPath(path)}">${words}</a>`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `since`: milliseconds since the epoch. */
export function ago(since: number, now: number): SafeHtml {
  return html`<time datetime="${new Date(since).toISOString()}">${agoWords(since, now)}</time>`;
}

function agoWords(since: number, now: number): string {
  const passed = now - since;
  if (passed < minute) return 'just now';
  if (passed < hour) return counted(Math.floor(passed / minute), 'minute');
  if (passed < day) return counted(Math.floor(passed / hour), 'hour');
  if (passed < 30 * day) return counted(Math.floor(passed / day), 'day');
  return `on ${new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(since)}`;
}

const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'} ago`;
