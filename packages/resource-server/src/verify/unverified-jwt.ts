/** Reads a JWT without believing it: only what has the form of one goes on to keys and signatures (RFC 7515 §5.2, RFC 7519 §7.2). */
import type { JWSHeaderParameters, JWTPayload } from 'jose';
import { platform } from '../platform/platform.ts';

export interface UnverifiedJwt {
  readonly header: JWSHeaderParameters;
  readonly claims: JWTPayload;
  /** The claims as they were sent, in JSON. */
  readonly payload: string;
}

/** The signature ends without spare bits, so that one token isn't many to whoever remembers or counts (RFC 4648 §3.5). */
const COMPACT = /^([\w-]+)\.([\w-]+)\.(?=.)(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;
const strictDecoder = new TextDecoder('utf-8', { fatal: true });

/** Undefined for anything else than three parts in base64url of which the first two are JSON objects. */
export function readJwt(token: string): UnverifiedJwt | undefined {
  const [, header, claims] = COMPACT.exec(token) ?? [];
  if (header === undefined || claims === undefined) return undefined;
  try {
    const payload = textOf(claims);
    return { header: objectOf(textOf(header)), claims: objectOf(payload), payload };
  } catch {
    return undefined;
  }
}

/** Is this meant to be a JWS, however spoiled: three parts, the first of which is a JSON object in any spelling? */
export function looksLikeJws(token: string): boolean {
  const [header = '', ...others] = token.split('.');
  if (others.length !== 2) return false;
  try {
    objectOf(textOf(header));
    return true;
  } catch {
    return false;
  }
}

function textOf(part: string): string {
  return strictDecoder.decode(platform.bytesOf(part));
}

function objectOf(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new SyntaxError('not a JSON object');
}
