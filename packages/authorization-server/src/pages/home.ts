/** What a person sees who opens the server's address: what this is, who they are here, and what an app can be connected to. */
import { html, layout, ownPath, type PageContext, type SafeHtml } from '@granthouse/pages';

export interface HomeProps {
  readonly issuer: string;
  readonly signOutPath: string;
  readonly account?: string;
  readonly services: ReadonlyArray<{ readonly name: string; readonly address: string }>;
}

export function homePage(context: PageContext, { issuer, signOutPath, account, services }: HomeProps): string {
  return layout(context, {
    title: 'Start',
    main: html`<h1>Nothing to do here right now</h1>
      <p class="lead">This is where you sign in when an app asks to be connected. You come here from the app.</p>
      <section>
        <h2>Your account</h2>
        ${account === undefined ? html`<p>You are not signed in.</p>` : signedIn(account, signOutPath)}
      </section>
      <section>
        <h2>What you can connect an app to</h2>
        <dl class="services">
          ${services.map(
            ({ name, address }) =>
              html`<dt><bdi>${name}</bdi></dt>
                <dd><code>${address}</code></dd>`,
          )}
        </dl>
        <p class="small">Copy the address into your app, and start connecting there.</p>
      </section>
      <p class="small">Before you type a password, see that the address bar says <code>${issuer}</code>.</p>`,
  });
}

function signedIn(account: string, signOutPath: string): SafeHtml {
  return html`<div class="row">
    <p><bdi class="name">${account}</bdi></p>
    <a class="quiet" href="${ownPath(signOutPath)}">Sign out</a>
  </div>`;
}
