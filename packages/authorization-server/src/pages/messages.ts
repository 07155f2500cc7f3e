/** Short pages for a way that ended: each says what is true and offers the one next step. */
import { html, layout, ownPath, type PageContext } from '@granthouse/pages';

export interface MessageProps {
  readonly title: string;
  readonly what: string;
  /** A path on this server. */
  readonly nextStep?: { readonly label: string; readonly href: string };
}

export function messagePage(context: PageContext, { title, what, nextStep }: MessageProps): string {
  return layout(context, {
    title,
    main: html`<h1>${title}</h1>
      <p class="lead">${what}</p>
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
