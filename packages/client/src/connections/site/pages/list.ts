/** All connections of the team, as one person sees them, and the address that an agent gets them from. */
import { html, type HtmlValue, type PageContext, type SafeHtml } from '@granthouse/pages';
import type { ConnectionView } from '../../connections.ts';
import { copied, linkTo, note, sitePage, type Viewer } from './frame.ts';
import { stateWords } from './words.ts';

export interface ListProps {
  readonly viewer: Viewer;
  readonly connections: readonly ConnectionView[];
  /** Where an agent finds the tools of all of them. */
  readonly endpoint: string;
  readonly done?: string | undefined;
}

export function listPage(context: PageContext, { viewer, connections, endpoint, done }: ListProps): string {
  const isEmpty = connections.length === 0;
  return sitePage(context, {
    title: 'Connections',
    viewer,
    main: html`${done !== undefined && note(done, 'done')}
      <div class="title">
        <h1>Connections</h1>
        ${viewer.isAdmin && !isEmpty && linkTo('/add', 'Add connection', 'button primary fit')}
      </div>
      ${
        isEmpty
          ? nothingYet(viewer)
          : html`<ul class="connections">
              ${connections.toSorted(byName).map((each) => item(each, viewer))}
            </ul>`
      }
      ${!isEmpty && forAgents(endpoint)}`,
  });
}

/** As people look for one among many. */
const byName = (left: ConnectionView, right: ConnectionView) =>
  left.name.localeCompare(right.name, 'en', { numeric: true });

function nothingYet({ isAdmin }: Viewer): SafeHtml {
  if (!isAdmin) return html`<p class="lead">An admin has not added any yet. They will show up here.</p>`;
  return html`<p class="lead">Add the first MCP server, and your team’s agents can use its tools.</p>
    <p class="actions">${linkTo('/add', 'Add connection', 'button primary fit')}</p>`;
}

function item(connection: ConnectionView, { isAdmin }: Viewer): SafeHtml {
  const { id, name, url, ownership, tools, state } = connection;
  const held = tools.filter((tool) => tool.held).length;
  const usable = tools.filter((tool) => tool.isOn && !tool.held).length;
  const facts: HtmlValue[] = [
    ...(state.kind === 'connected' ? [count(usable, 'tool')] : []),
    ...(isAdmin && held > 0 ? [html`<span class="review">${held} to review</span>`] : []),
  ];
  return html`<li>
    <div class="what">
      ${linkTo(`/connections/${id}`, html`<bdi>${name}</bdi>`, 'name')}
      <p class="small"><bdi>${new URL(url).host}</bdi>${ownership === 'shared' && ' · one access for everyone'}</p>
    </div>
    <div class="how">
      ${badge(connection, isAdmin)}
      <p class="small">${facts.map((fact, index) => [index > 0 && ' · ', fact])}</p>
    </div>
  </li>`;
}

export function badge(connection: ConnectionView, isAdmin: boolean): SafeHtml {
  const { mood, label } = stateWords(connection, isAdmin);
  return html`<span class="badge ${mood}">${label}</span>`;
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function forAgents(endpoint: string): SafeHtml {
  return html`<section>
    <h2>For your agent</h2>
    <p>
      One address has the tools of everything that is connected. Add it to your MCP app, and sign in there as yourself.
    </p>
    ${copied(endpoint, 'endpoint')}
  </section>`;
}
