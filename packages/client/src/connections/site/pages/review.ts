/** Tools that wait for an admin: what each says now, what it said before, and the buttons that let through what was read. */
import { attributes, html, ownPath, type SafeHtml } from '@granthouse/pages';
import type { ToolView } from '../../connections.ts';
import { difference } from './difference.ts';
import { madeFrom } from './frame.ts';
import type { ToolsProps } from './tools.ts';

const why =
  'A server can change what its tools say at any time, and with it what an agent does. Agents can’t use these until an admin has read and approved them.';

export function review({ viewer, connection, entered }: ToolsProps, tools: readonly ToolView[]): SafeHtml {
  const isOne = tools.length === 1;
  const rows = tools.map((tool, index) =>
    heldTool(tool, {
      id: `held-${index}`,
      isAdmin: viewer.isAdmin,
      isOne,
      isTicked: entered?.ticked.has(tool.held?.version ?? '') ?? false,
    }),
  );
  const list = html`<ul class="tools">
    ${rows}
  </ul>`;
  return html`<section class="held">
    <h2>To review (${tools.length})</h2>
    <p class="hint">${why}</p>
    ${
      viewer.isAdmin
        ? html`<form method="post" action="${ownPath(`/connections/${connection.id}/approve`)}">
            <input type="hidden" name="csrf" value="${viewer.csrfToken}" />
            ${madeFrom(connection)} ${list}
            ${isOne ? approveAll('Approve this tool', 'primary') : buttons(tools.length)}
          </form>`
        : list
    }
  </section>`;
}

/** Nothing is ticked beforehand; the return key presses the first. */
const buttons = (count: number): SafeHtml =>
  html`<div class="in-a-row decide">
    <button class="primary"><span>Approve selected</span></button>
    ${approveAll(`Approve all ${count} shown`, 'secondary')}
  </div>`;

const approveAll = (label: string, look: 'primary' | 'secondary'): SafeHtml =>
  html`<button class="${look}" name="which" value="all"><span>${label}</span></button>`;

interface Row {
  readonly id: string;
  readonly isAdmin: boolean;
  /** The button alone decides then. */
  readonly isOne: boolean;
  readonly isTicked: boolean;
}

function heldTool({ name, description, held }: ToolView, { id, isAdmin, isOne, isTicked }: Row): SafeHtml {
  const isNew = held?.why === 'new';
  const tag = html`<span class="tag">${isNew ? 'New' : 'Changed'}</span>`;
  const version = held?.version ?? '';
  const isChosen = isAdmin && !isOne;
  const title = isChosen
    ? html`<input type="checkbox" id="${id}" name="version" value="${version}" ${attributes({ checked: isTicked })} />
        <label for="${id}"><bdi>${name}</bdi> ${tag}</label>`
    : html`<p class="what"><bdi class="name">${name}</bdi> ${tag}</p>`;
  return html`<li ${attributes({ class: isChosen && 'switch plain' })}>
    ${isAdmin && html`<input type="hidden" name="shown" value="${version}" />`} ${title}
    ${isNew && html`<p class="hint"><bdi>${description}</bdi></p>`}
    ${isAdmin && held && [escaped.test(held.now) && hidden, !isNew && difference(held.before ?? '', held.now), definition(held.now)]}
  </li>`;
}

const escaped = /\\u\{[\da-f]+\}/;

const hidden = html`<p class="wrong">
  It holds characters that nobody sees, and an agent reads. They are written here like <code>\\u{200b}</code>.
</p>`;

/** All that an agent goes by. */
const definition = (text: string): SafeHtml =>
  html`<details class="whole">
    <summary>Read all of it</summary>
    <pre><bdi>${text}</bdi></pre>
  </details>`;
