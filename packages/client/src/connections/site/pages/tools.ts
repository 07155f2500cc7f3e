/** The tools of a connection: which agents may use, which wait for an admin, and which are left out. */
import { attributes, html, type SafeHtml } from '@granthouse/pages';
import { createHash } from 'node:crypto';
import type { ConnectionView, LeftOutTool, ToolView } from '../../connections.ts';
import { action, madeFrom, type Viewer } from './frame.ts';
import { review } from './review.ts';

export interface ToolsProps {
  readonly connection: ConnectionView;
  readonly viewer: Viewer;
  readonly entered?: EnteredTools | undefined;
}

/** What stood in a form that was not acted on, or not wholly. */
export interface EnteredTools {
  /** Versions. */
  readonly ticked: ReadonlySet<string>;
  /** By name. */
  readonly isOn: ReadonlyMap<string, boolean>;
}

export function toolSection(props: ToolsProps): SafeHtml {
  const { connection, viewer } = props;
  const held = connection.tools.filter((tool) => tool.held);
  const known = connection.tools.filter((tool) => !tool.held);
  const { leftOut = [] } = connection;
  if (connection.tools.length === 0 && leftOut.length === 0) {
    return html`<section>
      <h2>Tools</h2>
      <p>They show up once the server has answered.</p>
    </section>`;
  }
  return html`${held.length > 0 && review(props, held)}
  ${
    known.length > 0 &&
    html`<section>
      <h2>Tools (${known.length})</h2>
      ${
        viewer.isAdmin
          ? switches(props, known)
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

/** A tool in a form: its name may be ten times as long. */
export const toolKey = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 22);

function switches(props: ToolsProps, tools: readonly ToolView[]): SafeHtml {
  const { viewer, connection, entered } = props;
  const rows = tools.map((tool, index) =>
    switchRow(tool, { id: `tool-${index}`, entered: entered?.isOn.get(tool.name) }),
  );
  const list = html`<ul class="tools">
    ${rows}
  </ul>`;
  const button = { action: `/connections/${connection.id}/tools`, label: 'Save tools', look: 'secondary' } as const;
  return action(viewer, button, [madeFrom(connection), list]);
}

/** As it was shown, and what it is to be: a form changes what somebody changed in it, and nothing else. */
function switchRow(
  { name, description, isOn, revision = '' }: ToolView,
  { id, entered }: { readonly id: string; readonly entered: boolean | undefined },
): SafeHtml {
  const isUnsaved = entered !== undefined && entered !== isOn;
  return html`<li class="switch">
    <input type="hidden" name="${isOn ? 'was-on' : 'was-off'}" value="${toolKey(name)}.${revision}" />
    <input
      type="checkbox"
      id="${id}"
      name="on"
      value="${toolKey(name)}"
      aria-describedby="${id}-what"
      ${attributes({ checked: entered ?? isOn })}
    />
    <label for="${id}"><bdi>${name}</bdi>${isUnsaved && html` <span class="tag">Not saved yet</span>`}</label>
    ${described(description, `${id}-what`)}
  </li>`;
}

const shown = ({ name, description, isOn }: ToolView): SafeHtml =>
  html`<li>
    <p><bdi class="name">${name}</bdi>${!isOn && html` <span class="badge off">Switched off</span>`}</p>
    ${described(description)}
  </li>`;

const longest = 180;

/** What an agent reads is long at times: the beginning is shown, and the rest to whoever wants it. */
function described(text: string, id?: string): SafeHtml {
  const characters = Array.from(text);
  const isShort = characters.length <= longest;
  const beginning = isShort ? text : `${characters.slice(0, longest).join('')}…`;
  return html`<p class="hint" ${attributes({ id })}><bdi>${beginning}</bdi></p>
    ${
      !isShort &&
      html`<details class="whole">
        <summary>Read all of it</summary>
        <p><bdi>${text}</bdi></p>
      </details>`
    }`;
}
