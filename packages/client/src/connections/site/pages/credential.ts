/** What a person shows a server, typed once: it goes in here and comes out nowhere. */
import { html, type SafeHtml } from '@granthouse/pages';
import type { ConnectionView } from '../../connections.ts';
import { action, field, type Viewer } from './frame.ts';

export interface CredentialProps {
  readonly viewer: Viewer;
  readonly connection: ConnectionView;
  readonly problems?: Readonly<Record<string, string>>;
}

export function credentialForm({ viewer, connection, problems = {} }: CredentialProps): SafeHtml {
  const { id, authentication } = connection;
  const secret = (name: string, label: string, problem: string | undefined) =>
    field({ name, label, problem, attributes: { type: 'password', autocomplete: 'new-password', required: true } });
  const fields =
    authentication.kind === 'headers'
      ? authentication.names.map((name, index) => secret(`value-${index}`, name, problemOf(name, problems['values'])))
      : secret('key', 'API key or token', problems['key']);
  const hint = html`<p class="hint">
    Kept sealed, sent to <bdi>${new URL(connection.url).host}</bdi> alone, and never shown again.
  </p>`;
  // It may be led elsewhere, or want other headers, while this page is open.
  const names = authentication.kind === 'headers' ? authentication.names : [];
  const seen = html`<input type="hidden" name="url" value="${connection.url}" />
    ${names.map((name) => html`<input type="hidden" name="header" value="${name}" />`)}`;
  return html`<div class="actions">
    ${action(viewer, { action: `/connections/${id}/credential`, label: 'Connect', look: 'primary' }, [seen, fields, hint])}
  </div>`;
}

/** The registry tells the first value that is wrong, after the name of its header. */
const problemOf = (name: string, told: string | undefined): string | undefined =>
  told?.startsWith(`${name}: `) ? told.slice(name.length + 2) : undefined;
