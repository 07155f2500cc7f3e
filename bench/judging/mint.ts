/** Access tokens with ten claims of RFC 9068 §2.2, each of another person, as fast as they can be signed. */
import { KeyObject, randomUUID, sign } from 'node:crypto';
import { type CryptoKey, generateKeyPair } from 'jose';
import { createTestClock } from '../../test/support/test-clock.ts';
import { startTestIssuer } from '../../test/support/test-issuer.ts';
import { lifetimes, resource } from '../world.ts';
import type { Algorithm } from './judging.ts';

export interface Mint {
  readonly issuer: string;
  readonly key: CryptoKey;
  token(): string;
}

/** Of an issuer of this process's own. */
export async function startMint(alg: Algorithm): Promise<Mint> {
  const clock = createTestClock();
  const { issuer, publish } = await startTestIssuer(clock);
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  await publish(publicKey, 'bench', alg);
  const key = { key: KeyObject.from(privateKey), dsaEncoding: 'ieee-p1363' } as const;
  const header = part({ alg, typ: 'at+jwt', kid: 'bench' });
  const now = clock.seconds();
  const token = () => {
    const claims = part({
      iss: issuer,
      aud: resource,
      sub: `person|${randomUUID()}`,
      client_id: randomUUID(),
      scope: 'orders:read orders:write',
      jti: randomUUID(),
      iat: now,
      exp: now + lifetimes.accessToken,
      auth_time: now - 60,
      acr: 'urn:mace:incommon:iap:silver',
    });
    const input = `${header}.${claims}`;
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  };
  return { issuer, key: publicKey, token };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
