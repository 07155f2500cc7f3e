/** The request of a call, exactly as the plan has it (OpenAPI 3.1 §4.8.12 to §4.8.15). */
import type { JsonObject } from '../../json.ts';
import type { PlannedParameter, PlannedTool } from '../../plan/plan.ts';
import { writeBody } from './body.ts';
import { ArgumentError } from './argument-error.ts';
import { writePath } from './path.ts';
import { writeCookies, writeHeader } from './headers.ts';
import { writeQuery } from './query.ts';

export interface WrittenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | FormData | Uint8Array<ArrayBuffer> | undefined;
}

/** A parameter with the value that a call gives to it. */
export interface Given {
  readonly parameter: PlannedParameter;
  readonly value: unknown;
}

/** Pure. Throws ArgumentError for a value that can't be sent. Absent arguments are left out; null is a value. */
export function writeRequest(tool: PlannedTool, args: JsonObject): WrittenRequest {
  const given = givenParameters(tool, args);
  const at = (place: PlannedParameter['in']) => given.filter(({ parameter }) => parameter.in === place);
  const headers = new Headers(at('header').map(writeHeader));
  const cookies = writeCookies(at('cookie'));
  if (cookies !== '') headers.set('cookie', cookies);
  const { body, contentType } = writeBody(tool, args);
  if (contentType !== undefined) headers.set('content-type', contentType);
  if (tool.accepts.length > 0) headers.set('accept', tool.accepts.join(', '));
  const url = new URL(tool.server + writePath(tool.pathTemplate, at('path')));
  url.search = writeQuery([...at('query'), ...at('querystring')]);
  return { method: tool.operation.method, url: requireOrigin(url, tool), headers, body };
}

function givenParameters(tool: PlannedTool, args: JsonObject): Given[] {
  return [...tool.arguments].flatMap(([name, argument]) =>
    argument.in === 'body' || !Object.hasOwn(args, name) ? [] : [{ parameter: argument, value: args[name] }],
  );
}

/** Whatever a value did: the address is still below the server that the operator named. */
function requireOrigin(url: URL, { server }: PlannedTool): URL {
  const base = new URL(server);
  const isBelow = url.origin === base.origin && `${url.pathname}/`.startsWith(base.pathname.replace(/\/*$/u, '/'));
  if (!isBelow) throw new ArgumentError('a path value leads out of the API');
  return url;
}
