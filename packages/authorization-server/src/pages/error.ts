/** The page of a refusal: what happened, what to do now, a reference; details for builders stay folded (RFC 6749 §4.1.2.1). */
import { html, type HtmlValue, layout, ownPath, type PageContext, type SafeHtml } from '@granthouse/pages';
import { displayName } from './display-name.ts';
import { whereInApps, type AppSteps } from './where-in-apps.ts';

export interface ErrorDetails {
  readonly code: string;
  /** Where the standard says so, such as `RFC 6749 §4.1.2.1`. */
  readonly section?: string;
  readonly description?: string;
  /** A path on this server. */
  readonly explainedAt?: string;
}

export interface ErrorProps {
  readonly title: string;
  readonly what: string;
  readonly steps: readonly string[];
  /** Finds the line in the operator's log. */
  readonly reference?: string;
  /** Where that is, app by app. */
  readonly apps?: readonly AppSteps[];
  readonly details?: ErrorDetails;
}

const mostOfDescription = 300;

export function errorPage(context: PageContext, props: ErrorProps): string {
  const { title, what, steps, apps = [], reference, details } = props;
  return layout(context, {
    title,
    main: html`<h1>${title}</h1>
      <p class="lead">${what}</p>
      ${stepList(steps)} ${reference !== undefined && html`<p class="small">Reference: <code>${reference}</code></p>`}
      ${whereInApps(apps)} ${details && folded(details)}`,
  });
}

export function stepList(steps: readonly string[]): HtmlValue {
  if (steps.length === 0) return undefined;
  const items = steps.map((step) => html`<li>${step}</li>`);
  const list =
    steps.length === 1
      ? html`<p>${steps[0]}</p>`
      : html`<ol>
          ${items}
        </ol>`;
  return html`<section>
    <h2>What you can do now</h2>
    ${list}
  </section>`;
}

function folded({ code, section, description, explainedAt }: ErrorDetails): SafeHtml {
  return html`<details>
    <summary>Details for builders</summary>
    <dl>
      <dt>Error</dt>
      <dd><code>${code}</code></dd>
      ${
        section !== undefined &&
        html`<dt>Standard</dt>
          <dd>${section}</dd>`
      }
      ${
        description !== undefined &&
        html`<dt>Description</dt>
          <dd><bdi>${displayName(description, mostOfDescription)}</bdi></dd>`
      }
      ${
        explainedAt !== undefined &&
        html`<dt>Explained at</dt>
          <dd>
            <a href="${ownPath(explainedAt)}"><code>${explainedAt}</code></a>
          </dd>`
      }
    </dl>
  </details>`;
}
