/** Short pages for a way that ended: each says what is true and offers the one next step. */
import { html } from './html.ts';
import { layout, ownPath, type PageContext } from './layout.ts';

export interface MessageProps {
  readonly title: string;
  readonly what: string;
  /** What to do now, when it is not done here: one way, or one for each case. */
  readonly next?: readonly string[];
  /** A path on this server. */
  readonly nextStep?: { readonly label: string; readonly href: string };
}

const startAgain = 'Go back to the app you came from, and start connecting again there.';

export function messagePage(context: PageContext, { title, what, next, nextStep }: MessageProps): string {
  return layout(context, {
    title,
    main: html`<h1>${title}</h1>
      <p class="lead">${what}</p>
      ${
        next &&
        html`<section>
          <h2>What you can do now</h2>
          ${next.map((way) => html`<p>${way}</p>`)}
        </section>`
      }
      ${nextStep && html`<div class="actions"><a class="button secondary" href="${ownPath(nextStep.href)}">${nextStep.label}</a></div>`}`,
  });
}

export function signedOutPage(context: PageContext): string {
  return messagePage(context, {
    title: 'You are signed out',
    what: 'This browser no longer knows you. Apps that you connected stay connected.',
    nextStep: { label: 'Back to the start', href: context.homePath },
  });
}

export function expiredPage(context: PageContext): string {
  return messagePage(context, {
    title: 'This page has expired',
    what: 'It was open too long, or belongs to another browser. If you had not decided yet, nothing was allowed.',
    next: [startAgain],
  });
}

export function alreadyDonePage(context: PageContext): string {
  return messagePage(context, {
    title: 'This step is done',
    what: 'What you did here counted once. Going back or loading the page again does not repeat it.',
    next: [
      'If you had not decided yet, go forward again in your browser.',
      'If you had, go back to the app. Should it not be connected, start connecting again there.',
    ],
  });
}

export function outOfDatePage(context: PageContext): string {
  return messagePage(context, {
    title: 'This page is out of date',
    what: 'Since it was opened, you signed out in this browser, or somebody else signed in. Nothing was allowed here.',
    next: [startAgain],
  });
}
