/** What the engine can't redirect: a page where a person looks, JSON everywhere else (RFC 6749 §4.1.2.1, OAUTH21-10). */
import { errors, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { paths } from './capabilities.ts';
import { explain } from './explanations.ts';
import { respondPage } from './interaction/respond-page.ts';
import type { Log } from './log.ts';
import { newReference } from './middleware/outages.ts';
import { errorPage } from './pages/error.ts';
import type { PageContext } from './pages/layout.ts';
import { selfRegisteredPrefix } from './registration/client-id.ts';
import { documentRefusalOf } from './registration/clients-by-document.ts';

export function renderErrors(log: Log, page: PageContext): NonNullable<Configuration['renderError']> {
  return (ctx, out, error) => {
    if (!isPersons(ctx)) {
      ctx.body = out;
      return;
    }
    const reference = newReference();
    const refused = documentRefusalOf(ctx);
    const cause = refused?.cause instanceof Error ? refused.cause : (refused ?? error);
    log.info({ reference, error: out.error, detail: detailOf(cause) }, 'authorization refused on a page');
    const description = refused?.message ?? out.error_description;
    const details = { code: out.error, ...(description === undefined ? {} : { description }) };
    const explanation = explain(refused ? `document_${refused.reason}` : explanationCode(ctx, error, out.error));
    respondPage(ctx, errorPage(page, { ...explanation, reference, details }), { status: ctx.status });
  };
}

function explanationCode({ oidc }: KoaContextWithOIDC, error: Error, code: string): string {
  if (error instanceof errors.SessionNotFound) return 'session_not_found';
  const isForgotten =
    error instanceof errors.InvalidClient && String(oidc.params?.['client_id']).startsWith(selfRegisteredPrefix);
  return isForgotten ? 'client_forgotten' : code;
}

const isPersons = (ctx: KoaContextWithOIDC) =>
  ctx.path === paths.authorization || ctx.path.startsWith(`${paths.authorization}/`);

function detailOf(error: Error): string | undefined {
  return error instanceof errors.OIDCProviderError ? error.error_detail : error.message;
}
