/** An access token that is good for a while longer: obtained by the whole way once, then refreshed (RFC 6749 §6). */
import { obtainTokens, refresh, type TokenAnswer } from '../support/oauth-client.ts';

/** Long before the end, so that no request that carries the token arrives after it. */
const margin = 15_000;

export interface TokenSource {
  /** The token for a request that is made now. */
  token(): Promise<string>;
}

/** Registers an app, signs a person in on the real pages, approves, and redeems the code. */
export async function createTokenSource(
  issuer: string,
  resource: string,
  now: () => number = Date.now,
): Promise<TokenSource> {
  const { client, tokens } = await obtainTokens(issuer, { overrides: { resource } });
  let current = kept(tokens);
  let renewal: Promise<void> | undefined;

  function kept({ access_token: token, refresh_token: next, expires_in: seconds }: TokenAnswer) {
    return { token, next, until: now() + seconds * 1000 - margin };
  }

  async function renew(): Promise<void> {
    const response = await refresh(issuer, { client_id: client.client_id, refresh_token: current.next });
    if (response.status !== 200) throw new Error(`refresh answered ${response.status}: ${await response.text()}`);
    current = kept((await response.json()) as TokenAnswer);
  }

  return {
    async token() {
      if (now() >= current.until) await (renewal ??= renew().finally(() => (renewal = undefined)));
      return current.token;
    },
  };
}
