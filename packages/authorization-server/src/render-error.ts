/** What the engine can't redirect: a page where a person looks, JSON everywhere else (RFC 6749 §4.1.2.1, OAUTH21-10). */
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { PageContext } from '@granthouse/pages';
import { paths } from './capabilities.ts';
import { respondPage } from './interaction/respond-page.ts';
import { errorPage } from './pages/error.ts';
import { shownRefusal } from './refusals/shown.ts';
import type { Teller } from './refusals/told.ts';
import { documentRefusalOf } from './registration/clients-by-document.ts';

interface Parts {
  readonly teller: Teller;
  readonly page: PageContext;
  readonly at: (path: string) => string;
}

export function renderErrors({ teller, page, at }: Parts): NonNullable<Configuration['renderError']> {
  return (ctx, out, error) => {
    if (!isPersons(ctx)) {
      ctx.body = out;
      return;
    }
    const told = teller.tell(ctx, error);
    const description = documentRefusalOf(ctx)?.message ?? out.error_description;
    respondPage(ctx, errorPage(page, shownRefusal(told, { at, description, asking: ctx.oidc.params })), {
      status: ctx.status,
    });
  };
}

const isPersons = (ctx: KoaContextWithOIDC) =>
  ctx.path === paths.authorization || ctx.path.startsWith(`${paths.authorization}/`);
