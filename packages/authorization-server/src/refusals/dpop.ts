/** The codes of DPoP (RFC 9449 §5 and §8): what is wrong with a proof follows from the proof, so everybody may be told. */
import { appIsWrong, type OpenRefusal } from './entry.ts';

export const dpopRefusals = {
  invalid_dpop_proof: {
    error: 'invalid_dpop_proof',
    section: 'RFC 9449 §5',
    ...appIsWrong,
    cause:
      'The DPoP proof is missing although the client registered with dpop_bound_access_tokens, is malformed, not signed by the key in it, for another method or URL, too old, or was used before.',
    remedy:
      'Send one DPoP header with a new proof for each request: typ dpop+jwt, an alg of dpop_signing_alg_values_supported, the public key alone in jwk, htm POST, htu the token_endpoint, iat now, a jti of its own.',
  },
  use_dpop_nonce: {
    error: 'use_dpop_nonce',
    section: 'RFC 9449 §8',
    ...appIsWrong,
    cause: 'The DPoP proof holds no nonce of this server, or one that is too old.',
    remedy: 'Repeat the request with a new proof that holds the value of the header DPoP-Nonce as its nonce.',
  },
} as const satisfies Readonly<Record<string, OpenRefusal>>;
