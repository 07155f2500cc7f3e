/** Names and values of a query, a form or a Cookie header, back as what they were (OpenAPI 3.1 §4.8.12.2 to §4.8.12.4). */
import type { Described } from './described.ts';
import { readDeep } from './deep-object.ts';
import { asJson, pairsOf, type Said } from './said.ts';

/** Both halves as they stand on the wire. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** What can be told of one request: each value in every way that its schema allows, and what nobody described. */
export interface Readings {
  readonly values: Map<string, readonly Said[]>;
  readonly extra: string[];
}

export function splitPairs(text: string, divider: RegExp): Pair[] {
  if (text === '') return [];
  return text.split(divider).map((each) => {
    const [name = '', ...value] = each.split('=');
    return { name, value: value.join('=') };
  });
}

type Decode = (text: string) => string;

export function readPairs(pairs: readonly Pair[], described: readonly Described[], decode: Decode): Readings {
  const values = new Map<string, readonly Said[]>();
  const names = new Set(described.map(({ name }) => name));
  const left = new Set(pairs);
  for (const each of described) {
    const own = pairs.filter((pair) => isOf(pair, { each, names, described }, decode));
    own.forEach((pair) => left.delete(pair));
    if (own.length > 0) values.set(each.name, readOne(own, each, decode));
  }
  return { values, extra: [...left].map(({ name, value }) => `${name}=${value}`) };
}

interface Among {
  readonly each: Described;
  readonly names: ReadonlySet<string>;
  readonly described: readonly Described[];
}

function isOf({ name }: Pair, { each, names, described }: Among, decode: Decode): boolean {
  const decoded = decode(name);
  if (decoded === each.name) return true;
  if (each.style === 'deepObject') return decoded.startsWith(`${each.name}[`);
  if (!isSpread(each) || names.has(decoded)) return false;
  const others = described.filter((other) => other !== each);
  if (others.some((other) => other.style === 'deepObject' && decoded.startsWith(`${other.name}[`))) return false;
  return each.members.includes(decoded) || !others.some((other) => isSpread(other) && other.members.includes(decoded));
}

/** The members of such an object stand beside everything else. */
const isSpread = ({ kinds, explode, style, contentType }: Described) =>
  contentType === undefined && explode && style !== 'deepObject' && kinds.includes('object');

const dividers: Readonly<Record<string, RegExp>> = { spaceDelimited: /%20|\+/u, pipeDelimited: /%7C|\|/iu };

function readOne(pairs: readonly Pair[], described: Described, decode: Decode): Said[] {
  const { style, explode, contentType, kinds, name } = described;
  const texts = pairs.map(({ value }) => decode(value));
  const [first = { name: '', value: '' }] = pairs;
  const isNamed = decode(first.name) === name;
  if (contentType !== undefined) return texts.map((text) => (/json\b/iu.test(contentType) ? asJson(text) : text));
  if (style === 'deepObject' && !isNamed) return [readDeep(pairs, name, decode)];
  const pieces = first.value.split(dividers[style] ?? /,/u).map(decode);
  return kinds.flatMap((kind): Said[] => {
    if (kind === 'text') return pairs.length === 1 && isNamed ? [decode(first.value)] : [];
    if (kind === 'list') return isNamed ? [explode || style === 'deepObject' ? texts : pieces] : [];
    if (!explode) return pieces.length % 2 === 0 ? [pairsOf(pieces)] : [];
    return [Object.fromEntries(pairs.map((pair) => [decode(pair.name), decode(pair.value)]))];
  });
}
