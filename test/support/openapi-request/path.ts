/** The values in a path, told by its template (OpenAPI 3.1 §4.8.8, §4.8.12.4, RFC 3986 §3.3, RFC 6570 §3.2.5 to §3.2.7). */
import type { Described } from './described.ts';
import { pairsOf, type Said } from './said.ts';

/** Undefined for a path that is not one of this template. Where it can be told in several ways, all of them are. */
export function readPath(
  path: string,
  template: string,
  described: readonly Described[],
): Map<string, readonly Said[]> | undefined {
  const pieces = template.split(/\{([^}]+)\}/u);
  const names = pieces.filter((_piece, index) => index % 2 === 1);
  const ways = waysOf(path, pieces).filter((raw) =>
    raw.every((each, index) => each === raw[names.indexOf(names[index] ?? '')]),
  );
  if (ways.length === 0) return undefined;
  return new Map(
    names.map((name, index) => {
      const each = described.find((one) => one.in === 'path' && one.name === name);
      if (!each) throw new Error(`nobody described ${name}`);
      return [name, ways.flatMap((raw) => readSegment(raw[index] ?? '', each))];
    }),
  );
}

/** What the placeholders may stand for: literals and names in turn. */
function waysOf(path: string, [literal = '', name, ...more]: readonly string[]): string[][] {
  const written = writtenLiteral(literal);
  if (!path.startsWith(written)) return [];
  const rest = path.slice(written.length);
  if (name === undefined) return rest === '' ? [[]] : [];
  const most = /^[*+]|[*+]$/u.test(name) ? rest : (rest.split('/')[0] ?? '');
  return Array.from(most, (_character, index) => rest.slice(0, index + 1)).flatMap((raw) =>
    waysOf(rest.slice(raw.length), more).map((others) => [raw, ...others]),
  );
}

/** What may stand in a path stands there as it is, because in percent it would be another one (RFC 3986 §2.2, §3.3). */
const writtenLiteral = (text: string) =>
  text.replaceAll(/[^\w\-.~!$&'()*+,;=:@/%]/gu, (each) =>
    [...Buffer.from(each)].map((byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  );

function readSegment(raw: string, { style, explode, kinds, name, contentType }: Described): Said[] {
  if (style === 'matrix') return readMatrix(raw, { explode, kinds, name });
  const isLabel = style === 'label';
  if (isLabel && !raw.startsWith('.')) return [];
  const rest = isLabel ? raw.slice(1) : raw;
  if (contentType !== undefined) return [decodeURIComponent(rest)];
  const pieces = rest.split(isLabel && explode ? '.' : ',');
  return kinds.flatMap((kind): Said[] => {
    if (kind === 'text') return [decodeURIComponent(rest)];
    if (kind === 'list') return [pieces.map(decodeURIComponent)];
    return [explode ? assigned(pieces) : pairsOf(pieces.map(decodeURIComponent))];
  });
}

function readMatrix(raw: string, { explode, kinds, name }: Pick<Described, 'explode' | 'kinds' | 'name'>): Said[] {
  if (!raw.startsWith(';')) return [];
  const pieces = raw.slice(1).split(';');
  const own = pieces.map((each) => each.split('=')).filter(([key = '']) => decodeURIComponent(key) === name);
  const values = own.map(([, value = '']) => value);
  const members = (explode ? values : (values[0] ?? '').split(',')).map(decodeURIComponent);
  return kinds.flatMap((kind): Said[] => {
    if (kind === 'object' && explode) return [assigned(pieces)];
    if (own.length !== pieces.length) return [];
    if (kind === 'object') return [pairsOf(members)];
    return [kind === 'text' ? decodeURIComponent(values.join('')) : members];
  });
}

const assigned = (pieces: readonly string[]): Said =>
  Object.fromEntries(
    pieces.map((each) => {
      const [name = '', ...value] = each.split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
    }),
  );
