/** The bearer token that an endpoint for programs asks for, read from the header alone, and the challenge to whoever lacks it (RFC 6750 §2.1, §3). */
import { OAuthError, readBearerToken, writeChallenge } from '@granthouse/protocol';
import type { Context } from 'koa';
import { Refusal } from '../refusals/refusal.ts';

/** Which token, by the code of its refusal. */
type Wanted = 'registration.access_token' | 'registration.initial_access_token';

/** No token that is good here came. */
export class BearerRefused extends Refusal {
  /** Nobody is told an error for a token that was not there (RFC 6750 §3.1). */
  readonly isMissing: boolean;

  constructor(wanted: Wanted, { isMissing = false }: { isMissing?: boolean } = {}) {
    super(wanted, isMissing ? 'this needs a bearer token' : 'the bearer token is wrong, used up, or gone');
    this.name = 'BearerRefused';
    this.isMissing = isMissing;
  }
}

export function bearerToken(ctx: Context, wanted: Wanted): string {
  const token = tokenOf(ctx, wanted);
  if (token === undefined) throw new BearerRefused(wanted, { isMissing: true });
  return token;
}

export function challengeOf(refusal: BearerRefused, realm: string): string {
  const error = refusal.isMissing ? {} : refusal.body();
  return writeChallenge({ scheme: 'Bearer', parameters: { realm, ...error } });
}

/** A header that can't be read is as good as a wrong token. */
function tokenOf(ctx: Context, wanted: Wanted): string | undefined {
  try {
    return readBearerToken(ctx.get('Authorization'));
  } catch (cause) {
    if (cause instanceof OAuthError) throw new BearerRefused(wanted);
    throw cause;
  }
}
