/** Asks before it signs this browser out, so that no other site can do it with a link (OpenID Connect RP-Initiated Logout §2). */
import { form, html, layout, ownPath, type PageContext } from '@granthouse/pages';

export interface SignOutProps {
  readonly action: string;
  readonly csrfToken: string;
  readonly account: string;
}

export function signOutPage(context: PageContext, { action, csrfToken, account }: SignOutProps): string {
  return layout(context, {
    title: 'Sign out',
    main: html`<h1>Sign out?</h1>
      <p class="lead">You are signed in as <bdi class="name">${account}</bdi>.</p>
      <p>Apps that you connected stay connected.</p>
      <div class="actions">
        ${form({ action, csrfToken, label: 'Sign out', look: 'primary' })}
        <a class="button secondary" href="${ownPath(context.homePath)}">Stay signed in</a>
      </div>`,
  });
}
