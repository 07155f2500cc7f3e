/** From whose a credential is to what a call has: what the builder said is judged, like everything from outside. */
import { impliedScopes, type ScopeImplications } from '@granthouse/protocol';
import { z } from 'zod';
import { freezeDeeply, type OtherAuth } from '../auth.ts';
import { type CredentialHolder, holderMembers } from '../options/holder.ts';
import { Refusal } from '../refusal.ts';

export interface HolderParts {
  readonly resource: string;
  readonly implies: ScopeImplications;
  /** What a holder without scopes of its own may do. */
  readonly requiredScopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What is shown, and how it is called when nobody knows it. */
export interface Shown {
  readonly kind: OtherAuth['kind'];
  readonly token: string;
  readonly unknown: string;
}

/** Throws OAuthError `invalid_token` for a holder that isn't known or whose time is over. */
export function createAdmission(parts: HolderParts): (holder: CredentialHolder | undefined, shown: Shown) => OtherAuth {
  const { implies, requiredScopes, now } = parts;
  const resource = new URL(parts.resource);
  return (holder, { kind, token, unknown }) => {
    if (holder === undefined) throw new Refusal('unknown_credentials', unknown);
    const { clientId, subject = clientId, scopes = requiredScopes, expiresAt } = holder;
    if (expiresAt !== undefined && now() >= expiresAt * 1000) throw new Refusal('expired', unknown);
    return freezeDeeply({
      kind,
      token,
      clientId,
      subject,
      scopes: impliedScopes(scopes, implies),
      ...(expiresAt !== undefined && { expiresAt }),
      resource,
      extra: { subject },
    });
  };
}

const holderSchema = z.object(holderMembers).nullish();

/** Judges what the builder's function said. Throws when it names nobody properly; the error repeats no value. */
export function readHolder(said: unknown, by: string): CredentialHolder | undefined {
  const { data, error } = holderSchema.safeParse(said);
  if (error === undefined) return data ?? undefined;
  const problems = error.issues.map(({ path, message }) => `${[by, ...path].join('.')}: ${message}`);
  throw new TypeError(problems.join('; '));
}
