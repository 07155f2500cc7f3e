/** An app whose requests to the token endpoint carry proofs, on a server whose clock and events a test holds. */
import type { AuditEvent, AuthorizationServerOptions } from '@granthouse/authorization-server';
import { memoryEngine } from '@granthouse/storage/memory';
import { startAuthorizationServer, type RunningServer } from '../../support/authorization-server.ts';
import { dpopKey, type DpopKey, type ProofChanges } from '../../support/dpop-key.ts';
import { ordersServer, resource } from '../../support/introspection.ts';
import {
  callback,
  credentials,
  obtainCode,
  postForm,
  publicClient,
  register,
  type TokenAnswer,
} from '../../support/oauth-client.ts';

export interface House {
  readonly server: RunningServer;
  readonly events: AuditEvent[];
  introspect(token: string): Promise<Record<string, unknown>>;
  /** Registers; what it sends from then on is proven by `key`. */
  app(metadata?: object): Promise<ProvingApp>;
}

export type Answer = Partial<TokenAnswer> & {
  status: number;
  cacheControl: string | null;
  error?: string;
  error_description?: string;
  nonce?: string;
};

export interface ProvingApp {
  readonly clientId: string;
  readonly key: DpopKey;
  /** The fields of a token request for a code that a person approved. */
  code(overrides?: Record<string, string>): Promise<Record<string, string>>;
  /** A proof for the token endpoint. */
  prove(changes?: ProofChanges, key?: DpopKey): Promise<string>;
  /** Sends a token request with these headers as they are. */
  send(fields: Record<string, string>, headers: Record<string, string>): Promise<Answer>;
  redeem(proof?: string, fields?: Record<string, string>): Promise<Answer>;
  refresh(token: string | undefined, proof?: string): Promise<Answer>;
}

export async function openHouse(overrides: Partial<AuthorizationServerOptions> = {}): Promise<House> {
  const events: AuditEvent[] = [];
  // Asked for each time, so that a test which moves the engine's clock moves the store's.
  const now = () => Date.now();
  const server = await startAuthorizationServer(resource, {
    storage: memoryEngine({ now }),
    now,
    onEvent: (event) => void events.push(event),
    clients: [{ ...ordersServer, introspects: resource }],
    ...overrides,
  });
  return {
    server,
    events,
    async introspect(token) {
      const answer = await postForm(`${server.issuer}/introspect`, { token, ...ordersServer });
      return (await answer.json()) as Record<string, unknown>;
    },
    app: (metadata) => provingApp(server.issuer, metadata),
  };
}

export async function provingApp(issuer: string, metadata: object = publicClient): Promise<ProvingApp> {
  const [client, key] = [await register(issuer, metadata), await dpopKey()];
  const own = credentials(client);
  const endpoint = `${issuer}/token`;
  const send = async (fields: Record<string, string>, headers: Record<string, string>): Promise<Answer> => {
    const response = await postForm(endpoint, { ...own, ...fields }, headers);
    const nonce = response.headers.get('dpop-nonce');
    const body = (await response.json()) as Partial<TokenAnswer>;
    const cacheControl = response.headers.get('cache-control');
    return { ...body, status: response.status, cacheControl, ...(nonce === null ? {} : { nonce }) };
  };
  const proven = (proof: string | undefined) => (proof === undefined ? {} : { dpop: proof });
  const code = async (parameters: Record<string, string> = {}) => {
    const { code: value, verifier } = await obtainCode(issuer, client.client_id, { overrides: parameters });
    return { grant_type: 'authorization_code', redirect_uri: callback, code: value, code_verifier: verifier };
  };
  return {
    clientId: client.client_id,
    key,
    code,
    prove: (changes, by = key) => by.prove(endpoint, changes),
    send,
    redeem: async (proof, fields) => send(fields ?? (await code()), proven(proof)),
    refresh: (token = '', proof) => send({ grant_type: 'refresh_token', refresh_token: token }, proven(proof)),
  };
}
