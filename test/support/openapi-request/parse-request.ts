/** Reads a request the other way round, from the document and the specification alone: the values by place and name. */
import { readBody, type ReadBody } from './body.ts';
import type { Described, DescribedOperation } from './described.ts';
import { readPairs, type Readings, splitPairs } from './pairs.ts';
import { readPath } from './path.ts';
import { asJson, decodeForm, pairsOf, type Said } from './said.ts';

/** As a server sees it. */
export interface ReceivedRequest {
  readonly method: string;
  /** What follows the method in the first line of the request. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

export interface ParsedRequest {
  /** By `query limit`: each value in every way that its schema allows. */
  readonly values: ReadonlyMap<string, readonly Said[]>;
  readonly body: ReadBody;
  /** What nobody described. */
  readonly extra: readonly string[];
}

/** `base` is the path of the server. Throws for a request that is none of this operation. */
export function parseRequest(request: ReceivedRequest, operation: DescribedOperation, base: string): ParsedRequest {
  const [path = '', ...afterMark] = request.target.split('?');
  if (!/^[!-~]*$/u.test(request.target) || request.target.includes('#')) throw new Error('no target of HTTP');
  const inPath = path.startsWith(base)
    ? readPath(path.slice(base.length), operation.template, operation.parameters)
    : undefined;
  if (!inPath) throw new Error(`${path} is not below ${base} as ${operation.template}`);
  const inQuery = readQuery(afterMark.join('?'), operation);
  const inCookie = readCookies(request.headers.get('cookie') ?? '', operation);
  const inHeader = readHeaders(request.headers, operation);
  const body = readBody(request.body, request.headers.get('content-type') ?? undefined, operation);
  const values = new Map<string, readonly Said[]>();
  const isWhole = of(operation, 'querystring').length > 0;
  const query = { [isWhole ? 'querystring' : 'query']: inQuery.values };
  const places = { path: inPath, ...query, cookie: inCookie.values, header: inHeader.values };
  for (const [place, all] of Object.entries(places)) {
    for (const [name, readings] of all) values.set(`${place} ${name}`, readings);
  }
  if (body.kind === 'members') for (const [name, each] of body.readings.values) values.set(`body ${name}`, each);
  const more = body.kind === 'members' ? body.readings.extra : [];
  return { values, body, extra: [...inQuery.extra, ...inCookie.extra, ...inHeader.extra, ...more] };
}

const of = (operation: DescribedOperation, place: string): Described[] =>
  operation.parameters.filter((each) => each.in === place);

function readQuery(query: string, operation: DescribedOperation): Readings {
  const [whole] = of(operation, 'querystring');
  if (whole) return { values: readWhole(query, whole), extra: [] };
  return readPairs(splitPairs(query, /&/u), of(operation, 'query'), decodeForm);
}

/** OpenAPI 3.2 §4.12.2.2. */
function readWhole(query: string, { name, contentType = '' }: Described): Map<string, readonly Said[]> {
  if (query === '') return new Map();
  if (!contentType.endsWith('form-urlencoded')) {
    const text = decodeURIComponent(query);
    return new Map([[name, [contentType.endsWith('json') ? asJson(text) : text]]]);
  }
  const members = new Map<string, string[]>();
  for (const pair of splitPairs(query, /&/u)) {
    const key = decodeForm(pair.name);
    members.set(key, [...(members.get(key) ?? []), decodeForm(pair.value)]);
  }
  return new Map([
    [name, [Object.fromEntries([...members].map(([key, all]) => [key, all.length > 1 ? all : (all[0] ?? '')]))]],
  ]);
}

/** The style `cookie` of 3.2 has nothing in percent. */
function readCookies(header: string, operation: DescribedOperation) {
  const described = of(operation, 'cookie');
  const isPlain = described.some(({ style }) => style === 'cookie');
  return readPairs(splitPairs(header, /; /u), described, isPlain ? (text) => text : decodeURIComponent);
}

/** What a client of HTTP writes of itself. */
const ofTheClient =
  /^(?:accept|accept-encoding|accept-language|cookie|content-type|content-length|host|connection|user-agent|sec-fetch-mode|transfer-encoding)$/u;

function readHeaders(headers: Headers, operation: DescribedOperation) {
  const described = of(operation, 'header');
  const values = new Map<string, readonly Said[]>();
  const extra: string[] = [];
  for (const [name, value] of headers) {
    const own = described.find((each) => each.name.toLowerCase() === name);
    if (own) values.set(own.name, readHeader(value, own));
    else if (!ofTheClient.test(name)) extra.push(`${name}: ${value}`);
  }
  return { values, extra };
}

function readHeader(value: string, { kinds, explode, contentType }: Described): Said[] {
  if (contentType !== undefined) return [/json\b/iu.test(contentType) ? asJson(value) : value];
  const pieces = value.split(',').map((each) => each.trim());
  return kinds.map((kind): Said => {
    if (kind === 'text') return value;
    if (kind === 'list') return pieces;
    if (!explode) return pairsOf(pieces);
    const members = splitPairs(value, /,/u);
    return Object.fromEntries(members.map((each) => [each.name, each.value]));
  });
}
