/**
 * Where people decide: sign in, consent, sign out. The engine sends the browser to `/interaction/:uid`; each step here
 * ends in a redirect back to the engine, and no step calls another. This file holds what the steps share.
 */
import type { Context } from 'koa';
import type Provider from 'oidc-provider';
import type { PageContext } from '@granthouse/pages';
import type { Accounts } from '../accounts/accounts.ts';
import type { Audit } from '../audit.ts';
import type { CookieScope } from '../cookies.ts';
import type { Limits } from '../limits/limits.ts';
import type { CompleteOptions } from '../options.ts';
import type { Teller } from '../refusals/told.ts';
import type { RegisteredClients } from '../registration/registered-clients.ts';
import type { Resources } from '../resources.ts';
import type { FormGuard } from './form.ts';

export interface InteractionRoom {
  readonly provider: Provider;
  readonly options: CompleteOptions;
  readonly accounts: Accounts;
  readonly registered: RegisteredClients;
  readonly resources: Resources;
  readonly limits: Limits;
  readonly guard: FormGuard;
  readonly audit: Audit;
  readonly page: PageContext;
  readonly teller: Teller;
  readonly cookies: CookieScope;
  /** The path as browsers ask for it: below the issuer's own. */
  at(path: string): string;
}

/** The browser session that this request's cookie names now. */
export async function sessionOf(room: InteractionRoom, ctx: Context) {
  const id = ctx.cookies.get(room.provider.cookieName('session'), { signed: true });
  return id === undefined ? undefined : room.provider.Session.find(id);
}
