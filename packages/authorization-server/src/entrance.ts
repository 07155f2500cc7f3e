/**
 * Where a request enters, alone or inside another application (its path in full, as `originalUrl` or as `url` says it):
 * what is not this server's goes on to `next`, a foreign Host is refused, ready documents are answered at once, and
 * everything else is the engine's.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerProgram } from './answer-program.ts';
import { isForPrograms, paths } from './capabilities.ts';
import type { Documents } from './discovery/documents.ts';
import { healthPaths } from './health.ts';
import { browserPaths } from './interaction/browser-session.ts';
import { belowIssuer } from './middleware/issuer-path.ts';
import { pinnedHost } from './middleware/pinned-host.ts';
import type { CompleteOptions } from './options.ts';
import { errorPaths } from './refusals/error-pages.ts';

/** A listener for `http.createServer`, and connect-style middleware for express and its like. */
export type EntranceListener = (
  request: IncomingMessage,
  response: ServerResponse,
  next?: (error?: unknown) => void | Promise<void>,
) => void | Promise<void>;

export interface EntranceParts {
  readonly options: CompleteOptions;
  readonly documents: Documents;
  readonly stylesheetPath: string;
  /** What a request has to wait for before it is answered; mostly nothing. */
  readonly settle: () => Promise<void> | undefined;
  readonly engine: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export function entrance({ options, documents, stylesheetPath, settle, engine }: EntranceParts): EntranceListener {
  const isPinned = pinnedHost(options);
  const isOwn = ownPaths(options.issuerPath, stylesheetPath);
  return (request, response, next) => {
    const target = targetOf(request);
    const path = pathOf(target);
    if (next && !isOwn(path) && !documents.has(path)) return next();
    if (!isPinned(request)) return refuseHost(options.issuer, request, response);
    const isKeySet = documents.isKeySet(path);
    // Metadata says nothing of the keys: it waits for no store.
    if (!isKeySet && documents.answer(path, request, response)) return undefined;
    const answer = () => {
      if (isKeySet) return void documents.answer(path, request, response);
      request.url = target;
      return engine(request, response);
    };
    return settle()?.then(answer) ?? answer();
  };
}

/** An issuer with a path owns everything below it; one without a path shares its origin, and owns what it answers. */
function ownPaths(issuerPath: string, stylesheetPath: string): (path: string) => boolean {
  if (issuerPath !== '') return (path) => belowIssuer(issuerPath, path) !== undefined;
  const exact = new Set([...Object.values(paths), ...browserPaths, ...healthPaths, ...errorPaths, stylesheetPath]);
  return (path) =>
    exact.has(path) ||
    isForPrograms(path) ||
    path.startsWith(`${paths.authorization}/`) ||
    path.startsWith('/interaction/');
}

/**
 * The target in origin-form. Frameworks that take a prefix off `url` keep the whole in `originalUrl`. RFC 9112 §3.2: what
 * absolute-form says of scheme and host is not repeated in any answer, and no target has a fragment, nor a space, which
 * HTTP/2 lets come; at one, koa reads the path by a parser that takes `//a@b/c` for `/c` and throws for a wrong host.
 */
export function targetOf(request: IncomingMessage & { originalUrl?: unknown }): string {
  const whole = typeof request.originalUrl === 'string' ? request.originalUrl : (request.url ?? '/');
  const target = whole.replace(/#.*$/s, '').replaceAll(/\s/g, encodeURIComponent);
  if (target.startsWith('/')) return target;
  const rest = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

export function pathOf(target: string): string {
  const end = target.search(/[?#]/);
  return end === -1 ? target : target.slice(0, end);
}

function refuseHost(issuer: string, request: IncomingMessage, response: ServerResponse): void {
  const description = `this server answers at ${issuer} only`;
  answerProgram(request, response, { status: 421, code: 'host.foreign', description, issuer });
}
