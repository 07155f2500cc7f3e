/** OAuth access tokens as credentials: bearer values that are no API key by their prefix, and tokens with a proof (RFC 6750 §2.1, RFC 9449 §7). */
import type { AccessToken } from '../access-token.ts';
import { DpopRefusal, underDpop } from '../dpop/dpop-refusal.ts';
import type { ProofJudge } from '../dpop/proof.ts';
import { Refusal } from '../refusal.ts';
import type { RequestHead } from '../request-head.ts';
import { boundKeyOf } from '../verify/claims.ts';
import { readBearerToken } from './bearer-token.ts';
import type { Credential } from './credential.ts';
import { readDpopToken } from './dpop-token.ts';

export interface AccessTokenParts {
  readonly verify: (token: string) => Promise<AccessToken>;
  readonly judgeProof: ProofJudge;
  /** Takes none as Bearer. */
  readonly isProofRequired: boolean;
  /** What API keys begin with: such a value is left to its own kind, whatever the order. */
  readonly keyPrefixes: readonly string[];
}

export function accessTokens(parts: AccessTokenParts): Credential {
  const { keyPrefixes } = parts;
  return {
    kind: 'access_token',
    judge(request) {
      const proven = readDpopToken(request);
      if (proven !== undefined) return judgeProven(request, proven, parts);
      const token = readBearerToken(request);
      if (token === undefined || keyPrefixes.some((prefix) => token.startsWith(prefix))) return undefined;
      return judgeBearer(token, parts);
    },
  };
}

async function judgeProven(
  request: RequestHead,
  sent: string,
  { verify, judgeProof }: AccessTokenParts,
): Promise<AccessToken> {
  try {
    const token = await verify(sent);
    const key = boundKeyOf(token);
    if (key === undefined) {
      throw new DpopRefusal('bound_to_no_key', 'the access token is bound to no key and can not be used as DPoP');
    }
    await judgeProof(request, { token: sent, key, holder: JSON.stringify([token.issuer, token.subject]) });
    return token;
  } catch (error) {
    throw underDpop(error);
  }
}

async function judgeBearer(sent: string, { verify, isProofRequired }: AccessTokenParts): Promise<AccessToken> {
  if (isProofRequired) {
    throw new Refusal('bound_to_no_key', 'this resource takes access tokens with a DPoP proof alone');
  }
  const token = await verify(sent);
  // A token bound to a key is worth nothing without the proof, which the Bearer scheme doesn't carry (RFC 9449 §7.2).
  if (boundKeyOf(token) === undefined) return token;
  throw new Refusal('bound_to_a_key', 'the access token is bound to a key and can not be used as Bearer');
}
