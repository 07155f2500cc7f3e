/**
 * Refresh families that never fork (OAuth 2.1 §4.3.1, RFC 9700 §4.14.2). A family is one record and a rotation one
 * compare-and-set. A token that was replaced within the grace window and comes again from its client is answered with
 * the family's newest, so that parallel refreshes and lost answers harm nobody and two tokens never live side by side.
 * The engine's own handler judges the request; here it is decided which token is shown, and which one is answered.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'koa';
import Provider, { type Adapter, type AdapterPayload, type RefreshToken } from 'oidc-provider';
import { endAuthorization } from '../../authorizations/end-authorization.ts';
import { paths } from '../../capabilities.ts';
import { hashedId, type Vault } from '../../store/vault.ts';
import { judge, type Family } from './family.ts';
import { begin, familyOf, rotate, type FamilyParts, type Shown } from './rotate.ts';
import type { TokenValues } from './token-values.ts';

export interface RefreshFamilies {
  /** The engine's storage verbs for refresh tokens. */
  readonly adapter: Adapter;
  /** What a request at the token endpoint showed. */
  shownIn(ctx: Context): Shown | undefined;
  /** Lets a refresh token's `save` choose its value, and answer with the family's newest. */
  chooseValues(model: { prototype: RefreshToken }): void;
}

/** `grace`: the window, in seconds. */
export function refreshFamilies({
  vault,
  values,
  grace,
}: {
  vault: Vault;
  values: TokenValues;
  grace: number;
}): RefreshFamilies {
  const shownNow = () => Provider.ctx && shownIn(Provider.ctx);
  const moment = () => ({ now: vault.now(), window: grace * 1000 });
  return {
    adapter: adapterOf({ vault, values, moment }, shownNow),
    shownIn,
    chooseValues({ prototype }) {
      const save = prototype.save;
      prototype.save = async function saveInFamily(this: RefreshToken) {
        const rotating = shownNow();
        this.jti ??= rotating ? values.successor(rotating.value, rotating.salt) : values.first(this.grantId ?? '');
        await save.call(this);
        return rotating?.answer ?? this.jti;
      };
    },
  };
}

/** Where a request remembers what it showed. */
const shown = 'shownRefreshToken';

const shownIn = ({ state }: Context) => state[shown] as Shown | undefined;

function adapterOf(parts: FamilyParts, shownNow: () => Shown | undefined): Adapter {
  const { vault, values, moment } = parts;
  const remove = async (grantId: string) => void (await vault.store.delete('refresh_family', hashedId(grantId)));
  return {
    async find(value) {
      const grantId = values.grantIdOf(value);
      if (grantId === undefined) return undefined;
      const id = hashedId(grantId);
      const family = await familyOf(vault, id);
      if (!family) return undefined;
      const verdict = judge(family, value, moment());
      const { ctx } = Provider;
      const isRefreshing = ctx?.path === paths.token;
      if (ctx && isRefreshing) {
        const what: Shown = { id, value, family, verdict, salt: randomUUID() };
        ctx.state[shown] = what;
      }
      // Elsewhere a replaced token is used up, whatever the window says.
      const isUsable = verdict === 'live' || (verdict === 'repeated' && isRefreshing);
      return payloadOf(family, value, !isUsable);
    },
    async upsert(value, payload, expiresIn) {
      const written = { value, payload, expiresAt: vault.now() + (expiresIn ?? 0) * 1000 };
      const rotating = shownNow();
      if (rotating) rotating.answer = await rotate(parts, rotating, written);
      else await begin(vault, written);
    },
    // Taking the token and storing its successor are one step: the one above.
    consume: async () => undefined,
    // The whole authorization: were the family alone gone, nobody could end the rest by its token any more.
    destroy: async (value) => void (await endAuthorization(vault.store, hashedId(values.grantIdOf(value) ?? ''))),
    revokeByGrantId: remove,
    findByUid: async () => undefined,
    findByUserCode: async () => undefined,
  };
}

/** What makes it a family stays in it: the engine keeps the members that it knows. */
function payloadOf(family: Family, jti: string, isUsed: boolean): AdapterPayload {
  return { ...(family as AdapterPayload), jti, ...(isUsed ? { consumed: family['iat'] } : {}) };
}
