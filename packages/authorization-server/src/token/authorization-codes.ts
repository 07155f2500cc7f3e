/** Authorization codes are good once, for whoever redeems them rightly (RFC 6749 §4.1.2, OAuth 2.1 §4.1.3). */
import type { Document } from '@granthouse/storage';
import Provider, { errors, type Adapter, type AdapterPayload, type KoaContextWithOIDC } from 'oidc-provider';
import type { Audit } from '../audit.ts';
import { endAuthorization } from '../authorizations/end-authorization.ts';
import { Refusal } from '../refusals/refusal.ts';
import { hashedId, type Vault } from '../store/vault.ts';
import { judgeCodeKey } from './dpop.ts';
import { judgeGrantedResource } from './granted-resource.ts';

export interface AuthorizationCodes {
  /** The engine's storage verbs for codes, on those that it is given. */
  adapter(stored: Adapter): Adapter;
  /** Counts a redemption that was refused: a code is not guessed at for ever. */
  refused(ctx: KoaContextWithOIDC): Promise<void>;
}

/** Wrong redemptions by the code's own client; the next one finds no code. */
const mostRefusals = 10;

export function authorizationCodes(vault: Vault, audit: Audit): AuthorizationCodes {
  const { store } = vault;
  const shown = new WeakMap<object, AdapterPayload>();
  const documentOf = (code: string) => store.get('authorization_code', hashedId(code));
  return {
    adapter: (stored) => ({
      ...stored,
      // Whether a code was used is asked once, by the step that uses it: of requests at once, and of later ones.
      async find(code) {
        const payload = await stored.find(code);
        if (payload && Provider.ctx) shown.set(Provider.ctx, payload);
        return withoutUse(payload);
      },
      async consume(code) {
        await judgeUnused(Provider.ctx, shown);
        const consumed = Math.floor(vault.now() / 1000);
        const change = { expected: { consumed: null }, set: { consumed } };
        if (await store.compareAndSet('authorization_code', hashedId(code), change)) return;
        const used = await documentOf(code);
        if (used) await endReplayed(vault, audit, used);
        throw new errors.InvalidGrant({ cause: new Refusal('code.replayed', 'authorization code already used') });
      },
      // A code stands on its grant, and is gone within a minute.
      revokeByGrantId: async () => undefined,
    }),
    async refused({ oidc }) {
      const code = oidc.params?.['code'];
      if (typeof code !== 'string') return;
      await countRefusal(vault, audit, { key: hashedId(code), clientId: oidc.client?.clientId });
    },
  };
}

/** What the engine judges only when the code is taken. A used code is a replay, whatever it is shown for. */
async function judgeUnused(ctx: KoaContextWithOIDC | undefined, shown: WeakMap<object, AdapterPayload>): Promise<void> {
  const code = ctx && shown.get(ctx);
  if (!code || code.consumed !== undefined) return;
  judgeGrantedResource(ctx.oidc.params?.['resource'], new Set([code.resource].flat()));
  await judgeCodeKey(ctx, code);
}

async function endReplayed({ store }: Vault, audit: Audit, code: Document): Promise<void> {
  const authorization = hashedId(code['grantId'] as string);
  await endAuthorization(store, authorization);
  audit('authorization_code.replayed', { authorization, client_id: code['clientId'], account_id: code['accountId'] });
}

async function countRefusal(
  { store }: Vault,
  audit: Audit,
  { key, clientId }: { key: string; clientId: string | undefined },
): Promise<void> {
  for (;;) {
    const code = await store.get('authorization_code', key);
    // Of another client nothing is counted: it can't redeem the code, so it must not use it up either.
    if (!code || code['clientId'] !== clientId || code['consumed'] !== undefined) return;
    const { refusals = null } = code as { refusals?: number };
    const change = { expected: { consumed: null, refusals }, set: { refusals: (refusals ?? 0) + 1 } };
    if (!(await store.compareAndSet('authorization_code', key, change))) continue;
    if (change.set.refusals < mostRefusals) return;
    // Of guesses at once several may come as far as this.
    const wasThere = await store.delete('authorization_code', key);
    if (wasThere) audit('authorization_code.guessed', { client_id: clientId, account_id: code['accountId'] });
    return;
  }
}

const withoutUse = (payload: AdapterPayload | undefined | void) => payload && { ...payload, consumed: undefined };
