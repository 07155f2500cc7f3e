/** What can be read of a token without its key, as anybody can who gets it (RFC 7519 §3). */

/** Its audiences; undefined for a token that isn't a JWT. */
export function audiencesOf(token: string): string[] | undefined {
  const claims = claimsOf(token);
  if (!claims) return undefined;
  return [claims['aud']].flat().filter((each) => typeof each === 'string');
}

function claimsOf(token: string): Record<string, unknown> | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The same, for another resource, under the old signature; undefined for a token that isn't a JWT. */
export function forged(token: string, audience: string): string | undefined {
  const claims = claimsOf(token);
  const [header, , signature] = token.split('.');
  if (!claims) return undefined;
  return [header, Buffer.from(JSON.stringify({ ...claims, aud: audience })).toString('base64url'), signature].join('.');
}
