/** How the answer to an authorization request travels: its mode, and what it carries back (RFC 6749 §4.1.2, appendix A.5). */
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Capabilities } from '../capabilities.ts';

/** RFC 6749 has printable ASCII; hosts send more. These don't survive the way through a form, or came broken. */
const unspeakable = /[\p{Cc}\uFFFD]/u;

/** Throws what the client is told, by the mode that it gets when it asks for none. */
export function judgeAnswerForm({ oidc }: KoaContextWithOIDC, { responseModes }: Capabilities): void {
  const params = oidc.params as { response_mode?: string | undefined; state?: string };
  const offered: readonly string[] = responseModes;
  if (params.response_mode !== undefined && !offered.includes(params.response_mode)) {
    params.response_mode = undefined;
    throw new errors.UnsupportedResponseMode();
  }
  if (unspeakable.test(params.state ?? '')) {
    throw new errors.InvalidRequest('state has a control character, or is no UTF-8');
  }
}

/** The query of the redirect URI stays as it was registered, letter for letter, before what is added (RFC 6749 §3.1.2). */
export function answerInQuery(ctx: KoaContextWithOIDC, redirectUri: string, payload: object): void {
  const added = new URLSearchParams(payload as Record<string, string>);
  const [address = '', ...query] = redirectUri.split('?');
  const own = query.join('?').split('&');
  // A name that is answered comes once: some hosts have their state in the redirect URI, too.
  const kept = own.filter(
    (pair) => pair !== '' && [...new URLSearchParams(pair).keys()].every((name) => !added.has(name)),
  );
  ctx.status = 303;
  ctx.redirect(`${address}?${[...kept, added].join('&')}`);
}
