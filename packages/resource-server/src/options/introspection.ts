/** How a resource asks an authorization server about tokens, and as whom (RFC 7662 §2). */
import { z } from 'zod';
import type { LeftOut } from '../verify/token-shapes.ts';
import { httpUrl } from './http-url.ts';

export type IntrospectionOptions = {
  /** From the server's metadata by default. */
  endpoint?: string | undefined;
  /** Who this resource is to the authorization server. */
  clientId: string;
  /** Which tokens are asked about: opaque ones by default. With `jwt`, signed ones that were verified, so that an end counts soon. */
  kinds?: readonly ('opaque' | 'jwt')[] | undefined;
  /** For how long an answer is believed, in seconds: 10 by default, 0 to 60. */
  cacheSeconds?: number | undefined;
  /**
   * Takes answers without these. Without `aud`, every token of this server is taken that it calls active, for whatever
   * resource it was made; without `token_type`, a refresh token may pass that the server describes to whoever asks.
   */
  dangerouslyWithout?: readonly LeftOut[] | undefined;
} & (
  | { clientSecret: string; privateKey?: undefined }
  /** A private key as JWK, for `private_key_jwt` (RFC 7523 §2.2); `alg` and `kid` are taken from it. */
  | { privateKey: Readonly<Record<string, unknown>>; clientSecret?: undefined }
);

/** For keys without `alg`, by type and curve. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  'EC P-256': 'ES256',
  'EC P-384': 'ES384',
  'EC P-521': 'ES512',
  'OKP Ed25519': 'EdDSA',
  RSA: 'RS256',
};

const privateKey = z
  .looseObject({
    kty: z.string(),
    crv: z.string().optional(),
    kid: z.string().optional(),
    alg: z.string().optional(),
    d: z.string({ error: 'give the private half, as JWK' }),
  })
  .transform((key) => ({ ...key, alg: key.alg ?? ALGORITHMS[[key.kty, key.crv].filter(Boolean).join(' ')] ?? '' }))
  .refine(({ alg }) => /^(?:ES|RS|PS)(?:256|384|512)$|^EdDSA$|^Ed25519$/.test(alg), {
    error: 'give a private key for signatures, RSA, EC or Ed25519, as JWK',
  });

export const introspection = z
  .strictObject({
    endpoint: httpUrl('the introspection endpoint').optional(),
    clientId: z.string().min(1, 'give the client id of this resource at the authorization server'),
    clientSecret: z.string().min(1, 'give the secret that belongs to clientId').optional(),
    privateKey: privateKey.optional(),
    kinds: z
      .array(z.enum(['opaque', 'jwt']))
      .min(1, 'name opaque, jwt or both')
      .default(['opaque']),
    cacheSeconds: z.number().min(0).max(60, 'at most 60 seconds').default(10),
    dangerouslyWithout: z.array(z.enum(['aud', 'token_type'])).default([]),
  })
  .refine(({ clientSecret, privateKey: key }) => (clientSecret === undefined) !== (key === undefined), {
    path: ['clientSecret'],
    error:
      'give either clientSecret or privateKey: an introspection endpoint answers nobody else (RFC 7662 section 2.1)',
  });

/** Complete. */
export type Introspection = Readonly<z.output<typeof introspection>>;
