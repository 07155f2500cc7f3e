/** How a credential may come back from whoever it was shown to: as it is, and as programs write it down. */
import type { HeaderFields } from './header-fields.ts';

/** In characters. */
export const shortestForm = 8;

/** A name or an address of a person: where it stands in what people write, it is no secret. */
const word = /^(?:[A-Z]?[a-z]{1,14}|[A-Z]{1,14}|[^\s@]+@[\w-]+(?:\.[\w-]+)+)$/;

/** A date, a version, a region or a list of names, which a header says besides a credential: results are full of them. */
const words = /^(?:(?:^|[,;] ?)(?:[a-z]{1,14}|v?\d{1,4})(?:[ _./-](?:[a-z]{1,14}|v?\d{1,4})){0,2})+$/i;
const namesSecret = /auth|cookie|credential|key|pass|secret|sign|token/i;

/** Without those that are too short or too plain to be taken out of what people write; the longest first. */
export function secretForms(shown: HeaderFields): readonly string[] {
  const secrets = Object.entries(shown)
    .filter(([name, value]) => namesSecret.test(name) || !words.test(value))
    .flatMap(secretsIn)
    .filter((secret) => secret.length >= shortestForm && !word.test(secret));
  return [...new Set(secrets.flatMap(written))].toSorted((left, right) => right.length - left.length);
}

/** What comes after a scheme, and what Basic packs up (RFC 9110 §11.4, RFC 7617 §2). */
function secretsIn([name, value]: readonly [string, string]): string[] {
  const { scheme, credential } = /^(?<scheme>[\w-]+) +(?<credential>.+)$/.exec(value)?.groups ?? {};
  if (credential === undefined) return [value];
  if (name.toLowerCase() !== 'authorization') return [value, credential];
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
    ...forPages(secret, json),
    ...escaped,
    ...small,
    ...[0, 1, 2].flatMap(base64After(secret)),
  ];
}

/** What a page could read otherwise: in JSON as Go, Gson and .NET have it, in HTML, and as templates of Mustache have that. */
function forPages(secret: string, json: string): string[] {
  const unicode = (each: string) => String.raw`\u00${each.charCodeAt(each.length - 1).toString(16)}`;
  const ofDotNet = (each: string) => String.raw`\u00${unicode(each).slice(4).toUpperCase()}`;
  const named: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' };
  const entity = (each: string) => `&${named[each] ?? `#x${each.charCodeAt(0).toString(16).toUpperCase()}`};`;
  return [
    json.replaceAll(/[&<>]/g, unicode),
    json.replaceAll(/[&<>=']/g, unicode),
    json.replaceAll(/\\"|[&<>+'`]/g, ofDotNet),
    secret.replaceAll(/[&<>]/g, entity),
    secret.replaceAll(/[&<>"']/g, entity),
    secret.replaceAll(/[&<>"'/`=]/g, entity),
  ];
}

/** Base64 of whatever holds it after so many bytes: the characters that are of it alone (RFC 4648 §4 and §5). */
const base64After = (secret: string) => (before: number) => {
  const bytes = Buffer.from(' '.repeat(before) + secret);
  const own = bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
};
