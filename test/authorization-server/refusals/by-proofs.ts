/** Refusals of proofs of possession, and of what is shown without the right one, each provoked for real (RFC 9449). */
import { dpopKey } from '../../support/dpop-key.ts';
import { obtainCode, redeem, refresh, register } from '../../support/oauth-client.ts';
import { asJson } from './ground.ts';
import type { Provoked } from './on-the-way.ts';

/** A refresh with a proof, by another key than the connection's when it comes to it. */
const proving =
  (claims: Record<string, unknown>, { isOther = false } = {}): Provoked =>
  async (here) => {
    const { issuer } = here;
    const [key, other] = [await dpopKey(), await dpopKey()];
    const { client_id } = await register(issuer);
    const { code, verifier } = await obtainCode(issuer, client_id, { browser: here.at.shared });
    const dpop = await key.prove(`${issuer}/token`);
    const first = await redeem(issuer, { client_id, code, code_verifier: verifier }, { dpop });
    const { refresh_token = '' } = (await first.json()) as { refresh_token?: string };
    const proof = await (isOther ? other : key).prove(`${issuer}/token`, { claims });
    return asJson(await refresh(issuer, { client_id, refresh_token }, { dpop: proof }));
  };

export const byProofs: ReadonlyArray<readonly [code: string, status: number, provoke: Provoked]> = [
  ['refresh_token.other_key', 400, proving({}, { isOther: true })],
  ['invalid_dpop_proof', 400, proving({ htm: 'GET' })],
  ['use_dpop_nonce', 400, proving({ iat: 1 })],
  [
    'code.other_key',
    400,
    async (here) => {
      const { client_id } = await register(here.issuer);
      const overrides = { dpop_jkt: 'x'.repeat(43) };
      const { code, verifier } = await obtainCode(here.issuer, client_id, { browser: here.at.shared, overrides });
      return asJson(await redeem(here.issuer, { client_id, code, code_verifier: verifier }));
    },
  ],
];
