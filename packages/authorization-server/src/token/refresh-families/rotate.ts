/** A family's first token, and its next ones: each replaces the live token in one compare-and-set, or finds who was faster. */
import { StorageError, type Document } from '@granthouse/storage';
import { errors, type AdapterPayload } from 'oidc-provider';
import { Refusal } from '../../refusals/refusal.ts';
import { hashedId, type Vault } from '../../store/vault.ts';
import { begun, judge, newest, replaced, type Family, type Moment, type Verdict } from './family.ts';
import type { TokenValues } from './token-values.ts';

/** The refresh token that a request showed at the token endpoint, and what became of it. */
export interface Shown {
  /** Under which the family is stored, and its grant. */
  readonly id: string;
  readonly value: string;
  /** Leads to the token that follows, should this request be the one that makes it. */
  readonly salt: string;
  family: Family;
  verdict: Verdict;
  /** The refresh token that the client is given. */
  answer?: string;
}

export interface FamilyParts {
  readonly vault: Vault;
  readonly values: TokenValues;
  readonly moment: () => Moment;
}

export interface Written {
  readonly value: string;
  readonly payload: AdapterPayload;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A store that shows what it refused to change needs one try; one that lags behind itself needs a few. */
const mostTries = 20;

export async function familyOf({ store }: Vault, id: string): Promise<Family | undefined> {
  return (await store.get('refresh_family', id)) as Family | undefined;
}

export async function begin({ store }: Vault, { value, payload, expiresAt }: Written): Promise<void> {
  const document = stored(payload, begun(value));
  const isFirst = await store.insert('refresh_family', hashedId(payload.grantId ?? ''), document, expiresAt);
  if (!isFirst) throw invalidGrant('authorization.ended', 'the authorization has a refresh token already');
}

/** The token that the client gets: the successor where this request takes the live one, or else the newest that another made. */
export async function rotate(parts: FamilyParts, shown: Shown, { value: next, payload, expiresAt }: Written) {
  const { store } = parts.vault;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { family, verdict, id, salt } = shown;
    if (verdict === 'live') {
      const set = stored(payload, replaced(family, { next, salt }, parts.moment()));
      if (await store.compareAndSet('refresh_family', id, { expected: { current: family.current }, set, expiresAt }))
        return next;
    }
    // What is newest is asked now: others may have been faster, since this request came too.
    const found = await familyOf(parts.vault, id);
    if (!found) throw invalidGrant('authorization.ended', 'the authorization has ended');
    shown.family = found;
    shown.verdict = judge(found, shown.value, parts.moment());
    if (shown.verdict === 'replayed') throw invalidGrant('refresh_token.replayed', 'refresh token already used');
    if (shown.verdict === 'repeated') return newestOf(shown, parts.values);
  }
  throw new StorageError('unavailable', 'the store does not show what it changed');
}

function newestOf({ family, value }: Shown, values: TokenValues): string {
  const token = newest(family, value, values);
  if (token === undefined) throw invalidGrant('refresh_token.unknown', 'the refresh token leads nowhere');
  return token;
}

function invalidGrant(...[reason, description]: ConstructorParameters<typeof Refusal>): errors.InvalidGrant {
  return new errors.InvalidGrant({ cause: new Refusal(reason, description) });
}

/** The store drops what is undefined. */
const stored = (payload: AdapterPayload, family: Pick<Family, 'current' | 'past'>): Document => ({
  ...(payload as Document),
  jti: undefined,
  ...family,
});
