/** URLs that options may name: https, or http on a loopback host, because secrets and keys travel by them (OAuth 2.1 §1.5). */
import { isLoopbackHost } from '@granthouse/protocol';
import { z } from 'zod';

export const httpUrl = (what: string) =>
  z
    .string({ error: `give ${what} as a string` })
    .refine(
      isSecureUrl,
      `give ${what} as an absolute https URL without query, fragment and user (http only on localhost)`,
    );

export function isSecureUrl(value: string): boolean {
  if (!URL.canParse(value) || /[\s\\?#]/.test(value)) return false;
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
