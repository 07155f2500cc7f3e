/** The page about one kind of refusal, for whoever met it and for who builds the app (RFC 6749 §5.2): always the same, and nothing of a request in it. */
import { html, layout, type PageContext, type SafeHtml } from '@granthouse/pages';
import { stepList } from './error.ts';
import { whereInApps, type AppSteps } from './where-in-apps.ts';

export interface ExplanationProps {
  readonly code: string;
  readonly title: string;
  readonly what: string;
  readonly steps: readonly string[];
  readonly apps: readonly AppSteps[];
  /** The code on the wire. */
  readonly error: string;
  readonly section: string;
  readonly cause: string;
  readonly remedy: string;
  readonly inTheLog?: string;
}

const byReference =
  'Whoever was refused was given a reference. In the log of this server it finds the line that has the true reason.';

export function explanationPage(context: PageContext, props: ExplanationProps): string {
  const { title, what, steps, apps } = props;
  return layout(context, {
    title,
    main: html`<h1>${title}</h1>
      <p class="lead">${what}</p>
      ${stepList(steps)} ${whereInApps(apps)} ${forBuilders(props)}`,
  });
}

function forBuilders({ code, error, section, cause, remedy, inTheLog = byReference }: ExplanationProps): SafeHtml {
  return html`<details>
    <summary>Details for builders</summary>
    <dl>
      <dt>Code</dt>
      <dd><code>${code}</code></dd>
      <dt>Error</dt>
      <dd><code>${error}</code></dd>
      <dt>Standard</dt>
      <dd>${section}</dd>
      <dt>Cause</dt>
      <dd>${cause}</dd>
      <dt>Remedy</dt>
      <dd>${remedy}</dd>
      <dt>In the log</dt>
      <dd>${inTheLog}</dd>
    </dl>
  </details>`;
}
