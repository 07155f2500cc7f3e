/** The tools of a connection: which agents may use, which are held back, and what changed since an admin looked. */
import { attributes, html, type SafeHtml } from '@granthouse/pages';
import type { ConnectionView, LeftOutTool, ToolView } from '../../connections.ts';
import { action, type Viewer } from './frame.ts';

export function toolSection(connection: ConnectionView, viewer: Viewer): SafeHtml {
  const held = connection.tools.filter((tool) => tool.held);
  const known = connection.tools.filter((tool) => !tool.held);
  const { leftOut = [] } = connection;
  if (connection.tools.length === 0 && leftOut.length === 0) {
    return html`<section>
      <h2>Tools</h2>
      <p>They show up once the server has answered.</p>
    </section>`;
  }
  return html`${held.length > 0 && heldTools(connection.id, held, viewer)}
  ${
    known.length > 0 &&
    html`<section>
      <h2>Tools (${known.length})</h2>
      ${
        viewer.isAdmin
          ? switches(connection.id, known, viewer)
          : html`<ul class="tools">
              ${known.map(shown)}
            </ul>`
      }
    </section>`
  }
  ${leftOut.length > 0 && leftOutTools(leftOut)}`;
}

const leftOutTools = (tools: readonly LeftOutTool[]): SafeHtml =>
  html`<section>
    <h2>Left out (${tools.length})</h2>
    <p class="hint">Agents can’t use these. Whoever runs the server can mend them.</p>
    <ul class="tools">
      ${tools.map(
        ({ name, why }) =>
          html`<li>
            <p><bdi class="name">${name === '' ? 'A tool without a name' : name}</bdi></p>
            <p class="hint">${why}</p>
          </li>`,
      )}
    </ul>
  </section>`;

function switches(id: string, tools: readonly ToolView[], viewer: Viewer): SafeHtml {
  const rows = html`<ul class="tools">
    ${tools.map(
      ({ name, description, isOn }, index) =>
        html`<li class="switch">
          <input type="hidden" name="shown" value="${name}" />
          <input
            type="checkbox"
            id="tool-${index}"
            name="on"
            value="${name}"
            aria-describedby="tool-${index}-what"
            ${attributes({ checked: isOn })}
          />
          <label for="tool-${index}"><bdi>${name}</bdi></label>
          ${described(description, `tool-${index}-what`)}
        </li>`,
    )}
  </ul>`;
  return action(viewer, { action: `/connections/${id}/tools`, label: 'Save tools', look: 'secondary' }, rows);
}

const shown = ({ name, description, isOn }: ToolView): SafeHtml =>
  html`<li>
    <p><bdi class="name">${name}</bdi>${!isOn && html` <span class="badge off">Switched off</span>`}</p>
    ${described(description)}
  </li>`;

function heldTools(id: string, tools: readonly ToolView[], viewer: Viewer): SafeHtml {
  const rows = html`<ul class="tools">
    ${tools.map((tool, index) => heldTool(tool, index, viewer.isAdmin))}
  </ul>`;
  const why =
    'A server can change what its tools say at any time, and with it what an agent does. These wait until an admin has read them.';
  return html`<section class="held">
    <h2>To review (${tools.length})</h2>
    <p class="hint">${why}</p>
    ${viewer.isAdmin ? action(viewer, { action: `/connections/${id}/approve`, label: 'Approve selected', look: 'primary' }, rows) : rows}
  </section>`;
}

function heldTool({ name, description, held }: ToolView, index: number, isAdmin: boolean): SafeHtml {
  const isNew = held?.why === 'new';
  const tag = html`<span class="tag">${isNew ? 'New' : 'Changed'}</span>`;
  const title = isAdmin
    ? html`<input
          type="checkbox"
          id="held-${index}"
          name="version"
          value="${held?.version ?? ''}"
          ${attributes({ checked: isNew })}
        />
        <label for="held-${index}"><bdi>${name}</bdi> ${tag}</label>`
    : html`<p><bdi class="name">${name}</bdi> ${tag}</p>`;
  return html`<li ${attributes({ class: isAdmin ? 'switch plain' : undefined })}>
    ${title}
    ${isNew ? [html`<p class="hint"><bdi>${description}</bdi></p>`, isAdmin && held && whole(held.now)] : isAdmin && difference(held?.before ?? '', held?.now ?? '')}
  </li>`;
}

const longest = 180;

/** What an agent reads is long at times: the beginning is shown, and the rest to whoever wants it. */
function described(text: string, id?: string): SafeHtml {
  const characters = Array.from(text);
  const isShort = characters.length <= longest;
  const beginning = isShort ? text : `${characters.slice(0, longest).join('')}…`;
  return html`<p class="hint" ${attributes({ id })}><bdi>${beginning}</bdi></p>
    ${!isShort && whole(text)}`;
}

const whole = (text: string): SafeHtml =>
  html`<details class="whole">
    <summary>Read all of it</summary>
    <p><bdi>${text}</bdi></p>
  </details>`;

function difference(before: string, now: string): SafeHtml {
  const [old, next] = [before.split('\n'), now.split('\n')];
  const gone = old.filter((line) => !next.includes(line));
  const come = next.filter((line) => !old.includes(line));
  return html`<div class="difference">
      ${gone.length + come.length === 0 && html`<p>The same lines, in another order or more often.</p>`}
      ${gone.map((line) => html`<del><bdi>${line}</bdi></del>`)}
      ${come.map((line) => html`<ins><bdi>${line}</bdi></ins>`)}
    </div>
    ${whole(now)}`;
}
