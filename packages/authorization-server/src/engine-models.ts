/**
 * The engine's models on records that they wrote themselves: the engine defines every member of a record anew, judges
 * formats of its earlier versions, and spells the name of each event; on each token request that is dearer than the store.
 */
import type { EventEmitter } from 'node:events';
import type Provider from 'oidc-provider';
import type { AdapterPayload } from 'oidc-provider';
import { signAccessTokens, type CurrentKey } from './token/signed-access-tokens.ts';

interface Model {
  readonly name: string;
  readonly adapter: { find(id: string): Promise<AdapterPayload | undefined | void> };
  find(id: string, options?: { ignoreExpiration?: boolean | undefined }): Promise<object | undefined>;
  new (properties: object): object;
}

export function leanModels(provider: Provider, keys: CurrentKey): void {
  const { AuthorizationCode, Grant, RefreshToken } = provider;
  for (const model of [AuthorizationCode, Grant, RefreshToken] as unknown as Model[]) findAsWritten(model);
  nameEventsOnce(provider);
  signAccessTokens(provider, keys);
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
