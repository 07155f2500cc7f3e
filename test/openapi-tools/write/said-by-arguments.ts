/** What a request has to say for the arguments of a call, and whether it does (OpenAPI 3.1 §4.8.12.4, §4.8.15, RFC 6570 §2.3). */
import { isDeepStrictEqual } from 'node:util';
import type { PlannedArgument, PlannedTool } from '@granthouse/openapi-tools';
import type { ParsedRequest } from '../../support/openapi-request/parse-request.ts';
import { decodePercent, Json, type Said } from '../../support/openapi-request/said.ts';
import { isRaw, type Raw } from '../../support/raw-document.ts';

type Part = Extract<PlannedArgument, { in: 'body' }>;
type Parameter = Exclude<PlannedArgument, { in: 'body' }>;

/** Undefined where the request says the same as the arguments, and nothing else. */
export function differenceOf(tool: PlannedTool, args: Raw, parsed: ParsedRequest): string | undefined {
  if (parsed.extra.length > 0) return `the request also says ${parsed.extra.join(', ')}`;
  const known = new Set<string>();
  for (const [name, argument] of tool.arguments) {
    if (argument.in === 'body' && (argument.wireName === undefined || tool.body?.kind === 'json')) continue;
    const key = `${argument.in} ${argument.wireName}`;
    known.add(key);
    const readings = parsed.values.get(key)?.map(canonical) ?? [];
    const wanted = canonical(Object.hasOwn(args, name) ? saidBy(args[name], argument, tool) : undefined);
    const isSaid = wanted === undefined ? readings.length === 0 : readings.includes(wanted);
    if (!isSaid) return `${key} reads ${readings.join(' or ') || 'nothing'} in place of ${wanted ?? 'nothing'}`;
  }
  return differenceInBody(tool, args, parsed, known);
}

const canonical = (said: Said | undefined): string | undefined =>
  said === undefined
    ? undefined
    : JSON.stringify(said, (_key, each: unknown) => (each instanceof Json ? JSON.stringify(each.value) : each));

function saidBy(value: unknown, argument: Parameter | Part, tool: PlannedTool): Said | undefined {
  if (argument.in === 'body') return saidByPart(value, argument, tool);
  const { contentType, style } = argument;
  if (value === null && contentType === undefined) return undefined;
  if (argument.in === 'querystring' && !/json\b/iu.test(contentType ?? '')) return deep(value);
  if (contentType !== undefined) return /json\b/iu.test(contentType) ? new Json(value) : leaf(value);
  // What is written in percent already stays as it is there.
  const sent = argument.allowReserved ? decoded(value) : value;
  return style === 'deepObject' && isRaw(sent) ? deep(sent) : plain(sent);
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  return typeof value === 'string' ? decodePercent(value) : value;
}

const leaf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const isSomething = (value: unknown): boolean => value !== null && value !== undefined;

/** What is empty counts as not given; what is nested is a text of JSON. */
function plain(value: unknown): Said | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(leaf);
  if (!isRaw(value)) return leaf(value);
  const entries = Object.entries(value).filter(([, each]) => isSomething(each));
  return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([name, each]) => [name, leaf(each)]));
}

function deep(value: unknown): Said | undefined {
  if (Array.isArray(value)) {
    const all = value.filter(isSomething).map(leaf);
    return all.length > 1 ? all : all[0];
  }
  if (!isRaw(value)) return isSomething(value) ? leaf(value) : undefined;
  const entries = Object.entries(value).map(([name, each]) => [name, deep(each)] as const);
  const given = entries.flatMap(([name, each]) => (each === undefined ? [] : [[name, each] as const]));
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function saidByPart(value: unknown, { wireName = '', holdsFiles }: Part, { body }: PlannedTool): Said | undefined {
  const encoding = body && Object.hasOwn(body.encoding, wireName) ? body.encoding[wireName] : undefined;
  const mediaType = encoding?.contentType?.split(',')[0]?.trim();
  const isJson = /[/+]json\b/iu.test(mediaType ?? '');
  if (body?.kind === 'form') {
    const { style, explode, allowReserved } = encoding ?? {};
    const hasStyle = [style, explode, allowReserved].some((each) => each !== undefined);
    if (!hasStyle && (isJson || isRaw(value))) return new Json(value);
    return style === 'deepObject' && isRaw(value) ? deep(value) : plain(value);
  }
  const parts: unknown[] = Array.isArray(value) ? value : [value];
  const fallback = mediaType?.includes('*') ? undefined : mediaType;
  const all = parts.map((part): Said => {
    if (holdsFiles && isRaw(part) && typeof part['data'] === 'string') return fileOf(part, wireName, fallback);
    return isJson || isRaw(part) || Array.isArray(part) ? new Json(part) : leaf(part);
  });
  return all.length === 0 ? undefined : all;
}

/** Of `%22` in a name nobody can tell whether it was a quote (HTML, multipart form data). */
const inQuotes = (text: string) => text.replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');

function fileOf(file: Raw, name: string, fallback = 'application/octet-stream'): Said {
  const { data, filename = name, media_type: mediaType = fallback } = file;
  return new Json({ data, filename: inQuotes(String(filename)), media_type: mediaType });
}

function differenceInBody(
  tool: PlannedTool,
  args: Raw,
  { values, body }: ParsedRequest,
  known: ReadonlySet<string>,
): string | undefined {
  const given = [...tool.arguments].flatMap(([name, each]) =>
    each.in === 'body' && Object.hasOwn(args, name) ? [[each.wireName, args[name]] as const] : [],
  );
  const whole = given.find(([wireName]) => wireName === undefined);
  const sent = whole ? whole[1] : Object.fromEntries(given.map(([wireName = '', each]) => [wireName, each]));
  if (tool.body === undefined || (given.length === 0 && !tool.body.required)) {
    return body.kind === 'none' ? undefined : 'a body that nobody gave';
  }
  if (body.kind === 'json') {
    const isSame = isDeepStrictEqual(body.value, JSON.parse(JSON.stringify(sent)));
    return isSame ? undefined : `the body reads ${JSON.stringify(body.value)} in place of ${JSON.stringify(sent)}`;
  }
  if (body.kind === 'bytes') {
    const wanted = tool.body.kind === 'text' ? Buffer.from(leaf(sent)) : Buffer.from(leaf(Object(sent).data), 'base64');
    return body.bytes.equals(wanted) ? undefined : 'the body has other bytes';
  }
  if (body.kind === 'none') return 'no body';
  if (!whole) return undefined;
  return (
    differenceInWhole(tool, sent, values) ?? [...values.keys()].find((key) => key.startsWith('body ') && known.has(key))
  );
}

/** A form that is one argument: its members are as they would be by themselves. */
function differenceInWhole(tool: PlannedTool, sent: unknown, values: ParsedRequest['values']): string | undefined {
  const [part] = [...tool.arguments.values()].filter((each): each is Part => each.in === 'body');
  if (!part) return 'no part';
  for (const [wireName, value] of Object.entries(Object(sent) as Raw)) {
    const wanted = canonical(saidByPart(value, { ...part, wireName }, tool));
    const readings = values.get(`body ${wireName}`)?.map(canonical) ?? [];
    if (wanted === undefined ? readings.length > 0 : !readings.includes(wanted)) {
      return `body ${wireName} reads ${readings.join(' or ')} in place of ${wanted}`;
    }
  }
  return undefined;
}
