/** How a credential may come back from whoever it was shown to: as it is, and as programs write it down. */
import type { HeaderFields } from './header-fields.ts';

const shortest = 8;

/** A name or an address of a person: where it stands in what people write, it is no secret. */
const word = /^(?:[A-Z]?[a-z]{1,14}|[A-Z]{1,14}|[^\s@]+@[\w-]+(?:\.[\w-]+)+)$/;

/** Without those that are too short or too plain to be taken out of what people write; the longest first. */
export function secretForms(shown: HeaderFields): readonly string[] {
  const secrets = Object.entries(shown)
    .flatMap(secretsIn)
    .filter((secret) => secret.length >= shortest && !word.test(secret));
  return [...new Set(secrets.flatMap(written))].toSorted((left, right) => right.length - left.length);
}

/** In Authorization, what comes after the scheme, and what Basic packs up (RFC 9110 §11.4, RFC 7617 §2). */
function secretsIn([name, value]: readonly [string, string]): string[] {
  const { scheme, credential } = /^(?<scheme>[\w-]+) +(?<credential>.+)$/.exec(value)?.groups ?? {};
  if (credential === undefined || name.toLowerCase() !== 'authorization') return [value];
  if (scheme?.toLowerCase() !== 'basic') return [credential];
  const pair = credential.includes(':') ? credential : Buffer.from(credential, 'base64').toString();
  return [credential, pair, pair.slice(pair.indexOf(':') + 1)];
}

function written(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const escaped = [encodeURIComponent(secret), new URLSearchParams([['', secret]]).toString().slice(1)];
  const small = escaped.map((text) => text.replaceAll(/%\w\w/g, (each) => each.toLowerCase()));
  return [
    secret,
    json,
    json.replaceAll('/', String.raw`\/`),
    ...escaped,
    ...small,
    ...[0, 1, 2].flatMap(base64After(secret)),
  ];
}

/** Base64 of whatever holds it after so many bytes: the characters that are of it alone (RFC 4648 §4 and §5). */
const base64After = (secret: string) => (before: number) => {
  const bytes = Buffer.from(' '.repeat(before) + secret);
  const own = bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
};
