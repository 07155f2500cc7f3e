/** The request of a call, exactly as the plan has it (OpenAPI 3.1 §4.8.12 to §4.8.15). */
import type { JsonObject } from '../../json.ts';
import type { PlannedParameter, PlannedTool } from '../../plan/plan.ts';
import { ArgumentError } from './argument-error.ts';
import { writeBody, type WrittenBody } from './body.ts';
import { writeCookies } from './cookies.ts';
import { writeHeader } from './headers.ts';
import { writePath } from './path.ts';
import { type Prepared, preparedFor } from './prepared.ts';
import { writeQuery } from './query.ts';

export interface WrittenRequest {
  readonly method: string;
  readonly url: URL;
  /** By name in lower case. */
  readonly headers: Map<string, string>;
  readonly body: WrittenBody['body'];
}

/** A parameter with the value that a call gives to it. */
export interface Given {
  readonly parameter: PlannedParameter;
  readonly value: unknown;
}

/**
 * Pure. Throws ArgumentError for a value that can't be sent. An argument that is absent is left out; null is a value of
 * a body, and leaves a parameter out, which can't carry it (RFC 6570 §2.3).
 */
export function writeRequest(tool: PlannedTool, args: JsonObject): WrittenRequest {
  const prepared = preparedFor(tool);
  const given = givenParameters(prepared, args);
  const headers = writeHeaders(given, prepared);
  const { body, contentType } = writeBody(tool, args, prepared.parts);
  if (contentType !== undefined) headers.set('content-type', contentType);
  if (prepared.accept !== '') headers.set('accept', prepared.accept);
  const query = given.query.length === 0 ? '' : writeQuery(given.query, prepared.queryNames);
  return {
    method: tool.operation.method,
    url: urlOf(prepared.base, writePath(prepared.path, given.path), query),
    headers,
    body,
  };
}

function writeHeaders({ header, cookie }: ByPlace, { cookieNames }: Prepared): Map<string, string> {
  const headers = new Map<string, string>();
  for (const given of header) {
    for (const [name, value] of writeHeader(given)) {
      const before = headers.get(name.toLowerCase());
      headers.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
    }
  }
  const cookies = cookie.length === 0 ? '' : writeCookies(cookie, cookieNames);
  if (cookies !== '') headers.set('cookie', cookies);
  return headers;
}

/** A whole query counts as one. */
type ByPlace = Readonly<Record<Exclude<PlannedParameter['in'], 'querystring'>, Given[]>>;

function givenParameters({ parameters }: Prepared, args: JsonObject): ByPlace {
  const given: ByPlace = { path: [], query: [], header: [], cookie: [] };
  for (const [name, parameter] of parameters) {
    if (!Object.hasOwn(args, name)) continue;
    const value = args[name];
    if (value !== null || parameter.contentType !== undefined) {
      given[parameter.in === 'querystring' ? 'query' : parameter.in].push({ parameter, value });
    } else if (parameter.required) {
      throw new ArgumentError(`${name} is needed, and null can't be sent there`);
    }
  }
  return given;
}

/** Many a proxy decodes a path before it divides it, and some servers take away what stands behind a semicolon. */
const upwards = /(?:\/|%(?:25)?(?:2f|5c))(?:\.|%(?:25)?2e){1,2}(?:;|%(?:25)?3b|\/|%(?:25)?(?:2f|5c)|$)/iu;

/** Whatever a value did: the URL has to read as it was written, below the server that the operator named, segment by segment. */
function urlOf(base: string, path: string, query: string): URL {
  const written = query === '' ? base + path : `${base}${path}?${query}`;
  const url = new URL(written);
  if (url.href !== written || ((path.includes('.') || path.includes('%')) && upwards.test(path))) {
    throw new ArgumentError('a value for the path leads out of the place where it belongs');
  }
  return url;
}
