/** What let a request in, taken out of what the API says of the request: debug pages and redirects repeat it. */
import type { Credentials } from '../options/calls.ts';

/** Headers that hold one; others may name a team, which answers are full of. */
const secretHeaders = /auth|key|token|secret|cookie|session|sign|pass/iu;
/** What is shorter stands in any text. */
const shortest = 8;

/** Also as they are written in an address, and as some write JSON. */
function secretsOf({ headers = {}, query = {}, cookies = {} }: Credentials): string[] {
  const ofHeaders = Object.entries(headers).flatMap(([name, value]) =>
    secretHeaders.test(name) ? value.split(/\s+/u) : [],
  );
  return [...ofHeaders, ...Object.values(query), ...Object.values(cookies)]
    .filter((value) => value.length >= shortest)
    .flatMap((value) => [...new Set([value, encodeURIComponent(value), value.replaceAll('/', String.raw`\/`)])]);
}

export function withoutSecrets(text: string, credentials: Credentials | undefined): string {
  if (!credentials) return text;
  return secretsOf(credentials).reduce((hidden, secret) => hidden.replaceAll(secret, '[hidden]'), text);
}
