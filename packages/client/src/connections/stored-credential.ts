/** What an owner gave, as a credential: read from the store each time, so that what was taken back opens nothing more. */
import { ClientError } from '../client-error.ts';
import type { AuthorizationKeeper } from '../credentials/authorization-keeper.ts';
import { apiKey, noCredential, ownHeaders, type Credential } from '../credentials/credential.ts';
import type { HeaderFields } from '../credentials/header-fields.ts';
import { leasedKeeper, type KeptRecord, type SharedRecord } from '../credentials/leased-keeper.ts';
import { oauthCredential } from '../credentials/oauth.ts';
import { accessOf, openSecret, replaceSealed } from './access.ts';
import type { StoredConnection } from './connection-store.ts';
import type { Registry } from './registry.ts';

/** What is sealed, by the way to authenticate. */
export type GivenSecret = { readonly key: string } | { readonly values: HeaderFields } | KeptRecord;

export function storedCredential(registry: Registry, connection: StoredConnection, owner: string): Credential {
  const { kind } = connection.authentication;
  const { fetch, now } = registry;
  if (kind === 'oauth') return oauthCredential({ keeper: keptInStore(registry, connection, owner), fetch, now });
  const current = async (): Promise<Credential> => {
    const access = await accessOf(registry, connection, owner);
    if (!access) throw notGiven();
    return credentialOf(connection, kind === 'none' ? undefined : openSecret(registry, connection, access));
  };
  return {
    kind,
    fields: async () => (await current()).fields(),
    refused: async (refusal) => (await current()).refused(refusal),
  };
}

const notGiven = () => new ClientError('sign_in_needed', 'a credential has to be given first');

function credentialOf({ authentication }: StoredConnection, secret: unknown): Credential {
  if (authentication.kind === 'none') return noCredential;
  if (secret === undefined) throw notGiven();
  if (authentication.kind === 'headers') return ownHeaders((secret as { values: HeaderFields }).values);
  const { key } = secret as { key: string };
  const { header } = authentication as { header: string };
  return apiKey(key, header);
}

/** An authorization in the store: renewed by one process at a time, and never brought back once it was taken away. */
export function keptInStore(registry: Registry, connection: StoredConnection, owner: string): AuthorizationKeeper {
  const record: SharedRecord = {
    async read() {
      const access = await accessOf(registry, connection, owner);
      const kept = access && (openSecret(registry, connection, access) as KeptRecord | undefined);
      return { version: access?.sealed ?? undefined, kept: kept ?? {} };
    },
    // A sign-in makes the record; a renewal changes the one that it has read, or none.
    replace: async (version, next) =>
      version !== undefined && replaceSealed(registry, connection, { owner, before: version, secret: next }),
  };
  return leasedKeeper(record, { now: registry.now });
}
