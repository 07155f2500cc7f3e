/** Where the way out is in apps that are known, folded: each person has one of them. */
import { html, type HtmlValue } from '@granthouse/pages';

export interface AppSteps {
  readonly app: string;
  readonly steps: string;
  /** The day on which the steps were looked up. */
  readonly read: string;
}

export function whereInApps(apps: readonly AppSteps[]): HtmlValue {
  const [oldest] = apps.map(({ read }) => read).toSorted();
  if (oldest === undefined) return undefined;
  return html`<details>
    <summary>Where that is in your app</summary>
    <dl>
      ${apps.map(
        ({ app, steps }) =>
          html`<dt>${app}</dt>
            <dd>${steps}</dd>`,
      )}
    </dl>
    <p class="small">Looked up on ${oldest}. Apps change their menus.</p>
  </details>`;
}
