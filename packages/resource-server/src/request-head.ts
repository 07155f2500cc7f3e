/** What the guard needs of a request (its head, never its body) and how its path is read (RFC 9110 §7.1, RFC 3986 §6.2.2). */

/** The head of a request; a web `Request` satisfies it. */
export interface RequestHead {
  readonly method: string;
  /** Absolute, or in origin-form (`/mcp?x=1`). */
  readonly url: string;
  /** The target that routers behind the guard read, where something in front of it has changed that. */
  readonly routedUrl?: string | undefined;
  /** A header that came several times reads as its values joined with ", ". */
  readonly headers: { get(name: string): string | null };
}

/** The path as it was sent, without the query. */
export function pathOf(url: string): string {
  const target = url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  return path === '' ? '/' : path;
}

/**
 * The path in the spelling that the most lenient router would take it for: decoded, dots and repeated slashes resolved,
 * lower case, no trailing slash. Undefined when it can't be decoded.
 */
export function lenientPath(path: string): string | undefined {
  const decoded = decode(path);
  if (decoded === undefined) return undefined;
  let last: readonly string[] = [];
  for (const segments of walk(decoded)) last = segments;
  return written(last);
}

/** The segments of every path that is passed on the way from the root; the last one is where the path leads. */
function* walk(decoded: string): Generator<readonly string[]> {
  const segments: string[] = [];
  for (const segment of decoded.split(/[/\\]+/)) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment.toLowerCase());
    yield segments;
  }
}

const written = (segments: readonly string[]) => segments.map((segment) => `/${segment}`).join('');

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/**
 * No target holds either (RFC 9112 §3.2, RFC 3986 §2). Node's old parser, which express and koa ask at a fragment or at any
 * space, a no-break one included, reads a host out of any path before one, and cuts spaces off its end; HTTP/2 lets such a
 * space come.
 */
const NEVER_IN_TARGETS = /[#\s]/;

/**
 * A path, all of the server, or a whole URL of which every reader takes the same for the host (RFC 9112 §3.2). HTTP/2 lets
 * anything come beside a scheme of its own. Readers find a path in `x:/mcp`, in `http://a\mcp` and behind `http://a?`, and
 * a host behind three slashes.
 */
const FORM_OF_TARGETS = /^(?:\/|\*$|[a-z][a-z0-9+.-]*:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?(?:\/|$))/i;

/** Of any other, a reader that puts the URL together takes a piece for the path (RFC 9110 §7.2). */
const FORM_OF_HOSTS = /^(?:[\w.-]*|\[[\da-f:.]+\])(?::\d*)?$/i;

/** All but the first are believed by koa where it trusts a proxy, and many a proxy hands on what came. */
const HEADERS_OF_ORIGINS = ['host', 'x-forwarded-host', 'x-forwarded-proto'];

/** Parameters of a segment: to some routers no part of the path (RFC 3986 §3.3). */
const SEGMENT_PARAMETERS = /;[^/\\]*/g;

/** A host, to a reader that takes the path for a reference, or what a mount has left of it (RFC 3986 §4.2). */
const HOST_IN_PATH = /[/\\]{2,}[^/\\]*/;

/**
 * Is the request for the resource or for something below it? Whatever a router could take for it counts, so that no
 * spelling gets past the guard: also a path that goes in and out again, for a router that doesn't resolve dots.
 */
export function createPathGuard(resource: string): (request: RequestHead) => boolean {
  const exact = new URL(resource).pathname.replace(/\/$/, '');
  const root = lenientPath(exact);
  const guards = (url: string) => {
    if (root === undefined || root === '') return true;
    const path = pathOf(url);
    if (path === exact || NEVER_IN_TARGETS.test(url) || !FORM_OF_TARGETS.test(url)) return true;
    const readings = path.includes(';') ? [path, path.replace(SEGMENT_PARAMETERS, '')] : [path];
    return readings.some((reading) => passes(reading, root) || passes(reading.replace(HOST_IN_PATH, ''), root));
  };
  // Either target is enough: what has changed it may have cut the prefix off, or led another path here.
  return ({ url, routedUrl = url, headers }) =>
    guards(url) ||
    (routedUrl !== url && guards(routedUrl)) ||
    HEADERS_OF_ORIGINS.some((name) => !FORM_OF_HOSTS.test(headers.get(name)?.split(',', 1)[0]?.trim() ?? ''));
}

function passes(path: string, root: string): boolean {
  const decoded = decode(path);
  if (decoded === undefined) return true;
  const depth = root.split('/').length - 1;
  for (const segments of walk(decoded)) {
    // Written only at the root's own depth, so that a long path costs no more than its length.
    if (segments.length === depth && written(segments) === root) return true;
  }
  return false;
}
