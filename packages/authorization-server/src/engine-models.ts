/**
 * The engine's models on records that they wrote themselves: the engine defines every member of a record anew, judges
 * formats of its earlier versions, and spells the name of each event; on each token request that is dearer than the store.
 */
import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import type { AdapterPayload, RefreshToken } from 'oidc-provider';
import { signAccessTokens, type Signing } from './token/signed-access-tokens.ts';

interface Model {
  readonly name: string;
  readonly adapter: { find(id: string): Promise<AdapterPayload | undefined | void> };
  find(id: string, options?: { ignoreExpiration?: boolean | undefined }): Promise<object | undefined>;
  new (properties: object): object;
}

export function leanModels(provider: Provider, signing: Signing): void {
  const { AuthorizationCode, Grant, RefreshToken } = provider;
  for (const model of [AuthorizationCode, Grant, RefreshToken] as unknown as Model[]) findAsWritten(model);
  saveAsWritten(RefreshToken);
  nameEventsOnce(provider);
  signAccessTokens(provider, signing);
}

/** As the grant handlers look records up: they judge the expiry themselves. Whatever else is asked for is the engine's. */
function findAsWritten(Model: Model): void {
  const engineFind = Model.find.bind(Model);
  Model.find = async (id, options) => {
    if (options?.ignoreExpiration !== true || typeof id !== 'string') return engineFind(id, options);
    const record = await Model.adapter.find(id);
    if (!record) return undefined;
    if (record.kind !== Model.name || record['expiresWithSession'] === true) return engineFind(id, options);
    return Object.assign(new Model({ iat: record.iat }), record);
  };
}

/** One that has its value already; the engine makes one otherwise. */
function saveAsWritten({ prototype, IN_PAYLOAD: members }: typeof RefreshToken): void {
  const engineSave = prototype.save;
  prototype.save = async function save(this: RefreshToken & Record<string, unknown>) {
    if (!this.jti) return engineSave.call(this);
    const now = Math.floor(Date.now() / 1000);
    const payload: AdapterPayload = { iat: this.iat || now, exp: this.exp ?? now + this.expiration };
    for (const member of members) if (this[member] !== undefined) payload[member] = this[member];
    await this.adapter.upsert(this.jti, payload, this.remainingTTL);
    this.emit('saved');
    return this.jti;
  };
}

function nameEventsOnce(provider: Provider): void {
  const names = new Map<string, string>();
  provider.BaseToken.prototype.emit = function emit(event) {
    const key = `${this.kind} ${event}`;
    let name = names.get(key);
    if (name === undefined) {
      name = `${this.kind.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()}.${event}`;
      names.set(key, name);
    }
    (provider as EventEmitter).emit(name, this);
  };
}
