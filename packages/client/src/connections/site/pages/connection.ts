/** One connection: whether it works, how this person connects or disconnects, its tools, and what an admin may do. */
import { attributes, html, type HtmlValue, type PageContext, type SafeHtml } from '@granthouse/pages';
import { isLoopbackHost } from '@granthouse/protocol';
import type { ConnectionView } from '../../connections.ts';
import { credentialForm } from './credential.ts';
import {
  action,
  ago,
  backToAll,
  doctorHint,
  failureNote,
  linkTo,
  madeFrom,
  note,
  sitePage,
  type Viewer,
} from './frame.ts';
import { badge } from './list.ts';
import { type EnteredTools, toolSection } from './tools.ts';
import { type Failure, failureOf } from './words.ts';

export interface ConnectionProps {
  readonly viewer: Viewer;
  readonly connection: ConnectionView;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly done?: string | undefined;
  /** Why what was asked for did not happen. */
  readonly failure?: Failure | undefined;
  readonly problems?: Readonly<Record<string, string>>;
  readonly entered?: EnteredTools | undefined;
}

export function connectionPage(context: PageContext, props: ConnectionProps): string {
  const { viewer, connection, done, failure } = props;
  return sitePage(context, {
    // A name that an admin typed: a stranger has no way to it.
    title: failure === undefined ? connection.name : `Problem: ${connection.name}`,
    viewer,
    main: html`${backToAll()}
      <div class="title">
        <h1><bdi>${connection.name}</bdi></h1>
        ${badge(connection, viewer.isAdmin)}
      </div>
      <p class="small address"><bdi>${connection.url}</bdi></p>
      ${failure && failureNote(failure)} ${done !== undefined && note(done, 'done')} ${access(props)}
      ${toolSection(props)} ${details(props)} ${viewer.isAdmin && removal(connection)}`,
  });
}

function access(props: ConnectionProps): SafeHtml {
  const { connection, viewer } = props;
  const isShared = connection.ownership === 'shared';
  return html`<section>
    <h2>${isShared ? 'Everyone’s access' : 'Your access'}</h2>
    ${isInClear(connection) && note(inClear)} ${situation(props)} ${isShared && !viewer.isAdmin ? '' : giving(props)}
    ${actions(props)}
  </section>`;
}

const inClear =
  'The address of this server is http: whoever stands between here and there reads what you give, and what tools answer.';

/** Where the operator lets connections be on http, beyond this machine. */
function isInClear({ url }: ConnectionView): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopbackHost(hostname);
}

function situation({ connection, now, viewer }: ConnectionProps): HtmlValue {
  const { state, ownership, authentication } = connection;
  const isShared = ownership === 'shared';
  switch (state.kind) {
    case 'connected':
      return html`<p>
          ${authentication.kind === 'none' ? 'Works without a sign-in' : ['Connected ', state.since > 0 && ago(state.since, now)]}${isShared && authentication.kind !== 'none' ? ', by one access that the whole team shares' : ''}.
        </p>
        ${state.needed && html`<p>An agent needed more than was allowed: <code>${state.needed.join(' ')}</code>. Sign in again to allow it.</p>`}`;
    case 'failing': {
      const { words, address } = failureOf(state, { address: connection.url, isAdmin: viewer.isAdmin });
      return html`<p>${words}</p>
        <p class="small"><bdi>${state.message}</bdi>, ${ago(state.since, now)}</p>
        ${address !== undefined && doctorHint(address)}`;
    }
    case 'credential-needed':
      return isShared && !viewer.isAdmin
        ? html`<p>An admin connects this one for the whole team. There is nothing for you to do.</p>`
        : html`<p>${neededWords[state.why]} ${isShared && 'What you give is used for the whole team.'}</p>`;
  }
}

const neededWords = {
  first: 'Connect, and your agents can use its tools.',
  ended: 'Access has ended. Connect again, and it goes on where it stopped.',
  refused: 'The server refused what it was shown. It is shown it again in a while; or check it, and give it again.',
};

/** What gives access: a button that leads to the server's sign-in, or a form; folded away where there is access. */
function giving({ connection, viewer, problems }: ConnectionProps): HtmlValue {
  const { authentication, id, state } = connection;
  const isNeeded = state.kind === 'credential-needed';
  if (authentication.kind === 'none') return '';
  if (authentication.kind !== 'oauth') {
    const given = credentialForm({ viewer, connection, ...(problems && { problems }) });
    if (isNeeded) return given;
    return html`<details${attributes({ open: problems !== undefined })}>
      <summary>Replace ${authentication.kind === 'api-key' ? 'the key' : 'the values'}</summary>
      ${given}
    </details>`;
  }
  if (!isNeeded) return '';
  const label = state.why === 'first' ? 'Connect' : 'Connect again';
  return html`<div class="actions">
    ${action(viewer, { action: `/connections/${id}/sign-in`, label, look: 'primary' }, madeFrom(connection))}
  </div>`;
}

function actions({ connection, viewer }: ConnectionProps): HtmlValue {
  const { id, state, authentication, ownership } = connection;
  // What was refused may be taken again by now.
  if (state.kind === 'credential-needed' && state.why !== 'refused') return '';
  const isOwn = authentication.kind !== 'none' && (ownership === 'personal' || viewer.isAdmin);
  const press = (name: string, label: string) =>
    action(
      viewer,
      { action: `/connections/${id}/${name}`, label, look: 'secondary' },
      name === 'sign-in' && madeFrom(connection),
    );
  return html`<div class="actions in-a-row">
    ${press('test', 'Test now')} ${isOwn && authentication.kind === 'oauth' && press('sign-in', 'Sign in again')}
    ${isOwn && press('disconnect', 'Disconnect')}
  </div>`;
}

const ways = {
  none: 'Without a sign-in',
  'api-key': 'API key',
  headers: 'Custom headers',
  oauth: 'Sign-in with an account (OAuth)',
};

function details({ connection, now }: ConnectionProps): SafeHtml {
  const { authentication, ownership, slug, addedAt, lastAnsweredAt } = connection;
  const rows: ReadonlyArray<readonly [string, HtmlValue]> = [
    ['How to sign in to it', ways[authentication.kind]],
    // Where nothing is asked for, nothing is anybody's own.
    ...(authentication.kind === 'none'
      ? []
      : [['Whose access is used', ownership === 'shared' ? 'One for everyone' : 'Each person’s own'] as const]),
    ['Agents see its tools as', html`<code>mcp__${slug}__…</code>`],
    ['Added', ago(addedAt, now)],
    // With an access, what is known of its answers goes too.
    ...(lastAnsweredAt === undefined ? [] : [['Last answered', ago(lastAnsweredAt, now)] as const]),
  ];
  return html`<section>
    <h2>Details</h2>
    <dl class="facts">
      ${rows.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

const removal = ({ id }: ConnectionView): SafeHtml =>
  html`<section>
    <h2>For admins</h2>
    <p class="links">
      ${linkTo(`/connections/${id}/edit`, 'Change this connection', 'quiet')}
      ${linkTo(`/connections/${id}/remove`, 'Remove this connection', 'quiet')}
    </p>
  </section>`;
