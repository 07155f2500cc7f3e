/** A guarded server and a caller whose access tokens are bound to its key, which proves each call as it is told to. */
import type { Decision, ProtectedResourceOptions } from '@granthouse/resource-server';
import { dpopKey, type DpopKey, type ProofChanges } from '../../support/dpop-key.ts';
import { type Adapter, type GuardedServer, type RawAnswer, startGuardedServer } from '../../support/guarded-server.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';
import { type MintChanges, startTestIssuer, type TestIssuer } from '../../support/test-issuer.ts';

export interface ProvingCaller {
  readonly server: GuardedServer;
  readonly issuer: TestIssuer;
  readonly clock: TestClock;
  readonly key: DpopKey;
  readonly decisions: Decision[];
  /** An access token bound to the key. */
  mint(changes?: MintChanges): Promise<string>;
  /** A proof for `POST` of the resource with this token. */
  prove(token: string, changes?: ProofChanges, key?: DpopKey): Promise<string>;
  /** Sends a token and a proof; with a new right proof by default. */
  call(token: string, proof?: string, more?: [string, string][]): Promise<RawAnswer>;
  close(): Promise<void>;
}

export async function provingCaller(
  adapter: Adapter = 'node',
  options: Partial<ProtectedResourceOptions> = {},
): Promise<ProvingCaller> {
  const clock = createTestClock();
  const [issuer, key] = [await startTestIssuer(clock), await dpopKey('ES256', clock.now)];
  const decisions: Decision[] = [];
  const server = await startGuardedServer(adapter, {
    authorizationServers: [issuer.issuer],
    requiredScopes: ['orders:read'],
    now: clock.now,
    onDecision: (decision) => void decisions.push(decision),
    ...options,
  });
  const { resource } = server.resource;
  const prove: ProvingCaller['prove'] = (token, changes, by = key) => by.prove(resource, { token, ...changes });
  return {
    server,
    issuer,
    clock,
    key,
    decisions,
    mint: ({ claims, ...changes } = {}) =>
      issuer.mint(resource, { claims: { cnf: { jkt: key.thumbprint }, ...claims }, ...changes }),
    prove,
    async call(token, proof, more = []) {
      const headers: [string, string][] = [
        ['Authorization', `DPoP ${token}`],
        ['DPoP', proof ?? (await prove(token))],
      ];
      return server.send('/mcp', { method: 'POST', headers: [...headers, ...more] });
    },
    async close() {
      await server.close();
      await issuer.goAway();
    },
  };
}
