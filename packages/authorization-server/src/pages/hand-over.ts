/** The page that hands an answer to the app by a form: seen for a moment, or until the button is pressed where no script runs. */
import { html, layout, type PageContext } from '@granthouse/pages';

/** Whoever serves it adds the form at the end. */
export function handOverPage(context: PageContext): string {
  return layout(context, {
    title: 'Back to the app',
    main: html`<h1>Back to the app</h1>
      <p class="lead">The answer is on its way to the app. If this page stays, press the button.</p>`,
  });
}
