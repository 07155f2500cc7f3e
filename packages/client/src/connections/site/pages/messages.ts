/** The pages around the connections: the door, what can't be undone, and what went wrong. */
import { html, layout, type PageContext } from '@granthouse/pages';
import type { ConnectionView } from '../../connections.ts';
import { action, backTo, linkTo, madeFrom, note, sitePage, type Viewer } from './frame.ts';

export interface WelcomeProps {
  /** Where the person goes afterwards. */
  readonly signInPath: string;
  readonly done?: string | undefined;
  readonly failure?: string | undefined;
}

export function welcomePage(context: PageContext, { signInPath, done, failure }: WelcomeProps): string {
  return layout(context, {
    title: failure === undefined ? 'Connections' : 'Problem: sign in',
    main: html`${done !== undefined && note(done, 'done')} ${failure !== undefined && note(failure, 'problem')}
      <h1>Your team’s connections</h1>
      <p class="lead">The systems that your team’s agents can use, and which of them are connected for you.</p>
      <p class="actions">${linkTo(signInPath, 'Sign in', 'button primary')}</p>`,
  });
}

export interface RemoveProps {
  readonly viewer: Viewer;
  readonly connection: ConnectionView;
}

export function removePage(context: PageContext, { viewer, connection }: RemoveProps): string {
  const { id, name } = connection;
  return sitePage(context, {
    title: 'Remove a connection?',
    viewer,
    main: html`${backTo(connection)}
      <h1>Remove <bdi>${name}</bdi>?</h1>
      <p class="lead">
        Its tools go away for everyone, at once. Everybody’s access is taken back, and what was kept of it is deleted.
      </p>
      <p>To have it back, it must be added again, and everybody connects again.</p>
      <div class="actions in-a-row">
        ${action(viewer, { action: `/connections/${id}/remove`, label: 'Remove for everyone', look: 'primary' }, madeFrom(connection))}
        ${linkTo(`/connections/${id}`, 'Keep it', 'button secondary')}
      </div>`,
  });
}

export interface ProblemProps {
  readonly viewer?: Viewer | undefined;
  readonly heading: string;
  readonly words: string;
}

export function problemPage(context: PageContext, { viewer, heading, words }: ProblemProps): string {
  return sitePage(context, {
    title: `Problem: ${heading}`,
    viewer,
    main: html`<h1>${heading}</h1>
      <p class="lead">${words}</p>
      <p class="actions">${linkTo('/', 'To all connections', 'button secondary fit')}</p>`,
  });
}
