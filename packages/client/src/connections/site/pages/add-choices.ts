/** The two choices of whoever adds a server: how to sign in to it, and whose access is used. */
import { attributes, html, type SafeHtml } from '@granthouse/pages';
import type { Typed } from './typed.ts';

type Choice = readonly [value: string, label: string, hint: string];

function choices(name: string, chosen: string, all: readonly Choice[]): SafeHtml {
  return html`<div class="choices">
    ${all.map(
      ([value, label, hint]) =>
        html`<div class="choice">
          <input
            type="radio"
            id="${name}-${value}"
            name="${name}"
            value="${value}"
            aria-describedby="${name}-${value}-hint"
            ${attributes({ checked: value === chosen })}
          />
          <label for="${name}-${value}">${label}</label>
          <p class="hint" id="${name}-${value}-hint">${hint}</p>
        </div>`,
    )}
  </div>`;
}

const findOut: Choice = ['auto', 'Find out', 'Ask the server what it wants.'];

interface Given {
  /** With the names of headers. */
  readonly problem: string | undefined;
  readonly isChange: boolean;
}

export function authenticationChoices(typed: Typed, { problem, isChange }: Given): SafeHtml {
  return html`<fieldset>
      <legend>How to sign in to it</legend>
      ${choices('kind', typed.kind, [
        ...(isChange ? [] : [findOut]),
        ['oauth', 'Sign-in', 'People sign in with their account (OAuth).'],
        ['api-key', 'API key', 'One key or token, sent in a header.'],
        ['headers', 'Custom headers', 'Values for headers of your own.'],
        ['none', 'Nothing', 'The server is open to whoever reaches it.'],
      ])}
    </fieldset>
    <div class="if-headers">
      <label for="headerNames">Names of the headers</label>
      <p class="hint" id="headerNames-hint">One a line. Their values are asked for afterwards.</p>
      ${problem !== undefined && html`<p class="wrong" id="headerNames-problem">${problem}</p>`}
      <textarea
        id="headerNames"
        name="headerNames"
        rows="3"
        spellcheck="false"
        placeholder="X-Api-Key"
        ${attributes({
          'aria-describedby': `headerNames-hint${problem === undefined ? '' : ' headerNames-problem'}`,
          'aria-invalid': problem !== undefined && 'true',
        })}
      >
${typed.headerNames}</textarea>
    </div>`;
}

export const accessChoices = (typed: Typed): SafeHtml =>
  html`<fieldset class="if-credential">
    <legend>Whose access is used</legend>
    ${choices('ownership', typed.ownership, [
      ['personal', 'Each person’s own', 'Everybody connects with their own account or key.'],
      ['shared', 'One for everyone', 'An admin connects once, and the whole team uses that.'],
    ])}
  </fieldset>`;
