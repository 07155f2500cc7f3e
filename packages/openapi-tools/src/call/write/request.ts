/** The request of a call, exactly as the plan has it (OpenAPI 3.1 §4.8.12 to §4.8.15). */
import type { JsonObject } from '../../json.ts';
import type { PlannedParameter, PlannedTool } from '../../plan/plan.ts';
import { ArgumentError } from './argument-error.ts';
import { writeBody, type WrittenBody } from './body.ts';
import { writeCookies } from './cookies.ts';
import { writeHeader } from './headers.ts';
import { writePath } from './path.ts';
import { writeQuery } from './query.ts';

export interface WrittenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
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
  const given = givenParameters(tool, args);
  const at = (...places: PlannedParameter['in'][]) => given.filter(({ parameter }) => places.includes(parameter.in));
  const headers = new Headers(at('header').flatMap(writeHeader));
  const cookies = writeCookies(at('cookie'), namesIn(tool, 'cookie'));
  if (cookies !== '') headers.set('cookie', cookies);
  const { body, contentType } = writeBody(tool, args);
  if (contentType !== undefined) headers.set('content-type', contentType);
  if (tool.accepts.length > 0) headers.set('accept', tool.accepts.join(', '));
  const query = writeQuery(at('query', 'querystring'), namesIn(tool, 'query'));
  return {
    method: tool.operation.method,
    url: urlOf(tool, writePath(tool.pathTemplate, at('path')), query),
    headers,
    body,
  };
}

function givenParameters(tool: PlannedTool, args: JsonObject): Given[] {
  return [...tool.arguments].flatMap(([name, argument]) => {
    if (argument.in === 'body' || !Object.hasOwn(args, name)) return [];
    const value = args[name];
    if (value !== null || argument.contentType !== undefined) return [{ parameter: argument, value }];
    if (argument.required) throw new ArgumentError(`${name} is needed, and null can't be sent there`);
    return [];
  });
}

function namesIn({ arguments: all }: PlannedTool, place: PlannedParameter['in']): ReadonlySet<string> {
  return new Set([...all.values()].flatMap((each) => (each.in === place ? [each.wireName] : [])));
}

/** Whatever a value did: the URL has to read as it was written, below the server that the operator named, segment by segment. */
function urlOf({ server }: PlannedTool, path: string, query: string): URL {
  const base = new URL(server);
  const url = new URL(server + path);
  if (
    url.origin !== base.origin ||
    url.pathname !== base.pathname.replace(/\/$/u, '') + path ||
    url.search + url.hash !== ''
  ) {
    throw new ArgumentError('a value for the path leads out of the place where it belongs');
  }
  url.search = query;
  return url;
}
