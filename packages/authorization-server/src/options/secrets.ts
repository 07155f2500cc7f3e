/** The operator's secrets: 32 bytes or more each, and no two the same, so that one that was to be replaced was. */
import { ConfigurationError } from '@granthouse/protocol';
import { z } from 'zod';

export const operatorSecret = z.custom<string | Uint8Array>(
  (value) => (typeof value === 'string' || value instanceof Uint8Array) && Buffer.byteLength(value) >= 32,
  'use 32 random bytes or more, from a file or an environment variable, never from beside the database',
);

type OperatorSecret = z.output<typeof operatorSecret>;

export function refuseSameSecrets({
  secret,
  otherSecrets,
}: {
  readonly secret: OperatorSecret;
  readonly otherSecrets: readonly OperatorSecret[];
}): void {
  const seen = [bytesOf(secret)];
  for (const [index, other] of otherSecrets.entries()) {
    const bytes = bytesOf(other);
    if (seen.some((each) => Buffer.compare(each, bytes) === 0)) {
      const remedy = 'name the secret before this one, or the one to come; leave it out when there is none';
      throw new ConfigurationError({
        path: `authorizationServer.otherSecrets[${index}]`,
        found: 'a secret that is named already',
        remedy,
      });
    }
    seen.push(bytes);
  }
}

const bytesOf = (secret: OperatorSecret): Uint8Array => (typeof secret === 'string' ? Buffer.from(secret) : secret);
