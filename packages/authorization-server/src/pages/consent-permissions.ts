/** What an app may do, one sentence a permission: reading first, then changing, then what can't be undone, marked so. */
import { html, type HtmlValue, type SafeHtml } from '@granthouse/pages';
import { displayName } from './display-name.ts';

export interface PermissionProps {
  readonly scope: string;
  /** The operator's words. */
  readonly sentence: string;
  readonly effect: 'read' | 'change' | 'irreversible';
}

const effects = ['read', 'change', 'irreversible'] as const;

const marks = { read: 'Reads', change: 'Changes', irreversible: 'Can’t be undone' } as const;

export function permissionList(permissions: readonly PermissionProps[]): SafeHtml {
  const sorted = permissions.toSorted((a, b) => effects.indexOf(a.effect) - effects.indexOf(b.effect));
  const list = sorted.map(
    ({ sentence, effect }) =>
      html`<li class="${effect}"><span>${sentence}</span> <span class="tag">${marks[effect]}</span></li> `,
  );
  return html`${
      list.length > 0
        ? html`<ul class="permissions">
            ${list}
          </ul>`
        : html`<p>Nothing but know that you signed in.</p>`
    }
    <p class="small">It never sees your password.</p>`;
}

/** Folded away: what a builder looks for, and what nobody should decide by. */
export function permissionDetails(props: { clientUri?: string; permissions: readonly PermissionProps[] }): SafeHtml {
  const scopes = props.permissions.map(({ scope }) => scope).join(' ') || 'none';
  return html`<details>
    <summary>Details for builders</summary>
    <dl>
      <dt>Scope</dt>
      <dd><code>${scopes}</code></dd>
      ${website(props.clientUri)}
    </dl>
  </details>`;
}

function website(uri: string | undefined): HtmlValue {
  return (
    uri !== undefined &&
    html`<dt>Website, as the app says</dt>
      <dd><bdi>${displayName(uri, 200)}</bdi> (not verified)</dd>`
  );
}
