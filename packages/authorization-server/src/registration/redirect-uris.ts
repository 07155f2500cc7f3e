/** The redirect URIs of a client, each judged by its own class, and what they say of the client (RFC 8252 §7, §8.4). */
import { judgeRedirectUri, RedirectUriError, type RedirectUriClass } from '@granthouse/protocol';
import { Refusal } from '../refusals/refusal.ts';

const most = 20;

export interface JudgedRedirectUris {
  /** In the order in which they were sent, each once. */
  readonly redirectUris: string[];
  /** Of the client, whatever it calls itself: hosts leave it out, or say web and list a loopback URI. */
  readonly isNative: boolean;
}

/** `knownUris`: exact ones with a private-use scheme without a dot. Throws a Refusal, which names the place. */
export function judgedRedirectUris(value: unknown, knownUris: readonly string[]): JudgedRedirectUris {
  if (!Array.isArray(value) || value.length === 0) refuse('redirect_uris must be an array with at least one URI');
  const redirectUris = [...new Set<unknown>(value)];
  if (redirectUris.length > most) refuse(`redirect_uris must not have more than ${most} members`);
  const classes = redirectUris.map((uri, index) => judged(uri, `redirect_uris[${index}]`, knownUris));
  return { redirectUris: redirectUris as string[], isNative: classes.some((uriClass) => uriClass !== 'https') };
}

function judged(uri: unknown, place: string, knownUris: readonly string[]): RedirectUriClass {
  if (typeof uri !== 'string') return refuse(`${place} must be a string`);
  try {
    return judgeRedirectUri(uri, { knownUris });
  } catch (cause) {
    if (!(cause instanceof RedirectUriError)) throw cause;
    const description = `${place}: ${cause.description}`;
    throw new Refusal(`registration.redirect_uri.${cause.problem}`, description, { cause });
  }
}

function refuse(problem: string): never {
  throw new Refusal('registration.redirect_uris', problem);
}
