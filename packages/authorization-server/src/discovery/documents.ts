/**
 * Metadata documents and the key set as ready bytes: built once for each content, answered before anything else runs, with
 * ETag and Cache-Control, and readable from every origin (RFC 8414 §3, OpenID Connect Discovery §4).
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorizationServerMetadataUrls } from '@granthouse/protocol';
import { paths } from '../capabilities.ts';
import { belowIssuer } from '../middleware/issuer-path.ts';
import { preflightHeaders, publicHeaders } from '../middleware/cors.ts';
import { answerProgram } from '../answer-program.ts';
import type { CompleteOptions } from '../options.ts';

interface ReadyDocument {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string | number>>;
}

export interface Documents {
  /** Whether a document is at this path. */
  has(path: string): boolean;
  /** Whether the document at this path is the key set. */
  isKeySet(path: string): boolean;
  /** Answers a request for a document, or for what is none in the discovery tree; false for every other path. */
  answer(path: string, request: IncomingMessage, response: ServerResponse): boolean;
}

interface Published {
  readonly metadata: object;
  /** Asked for each request; another object is another document. */
  readonly keySet: () => object;
}

/** Seconds; short enough that a new key is seen long before it signs. */
const maxAge = 300;

/**
 * The discovery tree is owned whole: an unknown path in it is 404 JSON, so that nothing else can ever answer there; in
 * whatever spelling a router could take for one of its paths: encoded, in capitals, with slashes too many.
 */
const discoveryTree = /^[/\\]+\.well-known[/\\]+(?:oauth|openid-configuration)/i;

const methods = 'GET, HEAD, OPTIONS';
const preflight = preflightHeaders(methods);

export function documents(
  { issuer, issuerPath }: Pick<CompleteOptions, 'issuer' | 'issuerPath'>,
  { metadata, keySet }: Published,
): Documents {
  const metadataDocument = ready(metadata);
  const keySetPath = `${issuerPath}${paths.jwks}`;
  const byPath = new Map([[keySetPath, readyWhenChanged(keySet)]]);
  for (const path of metadataPaths(issuer, issuerPath)) byPath.set(path, () => metadataDocument);
  return {
    has: (path) => byPath.has(path),
    isKeySet: (path) => path === keySetPath,
    answer(path, request, response) {
      const document = byPath.get(path)?.();
      if (document === undefined && !isInDiscoveryTree(issuerPath, path)) return false;
      if (request.method === 'OPTIONS') response.writeHead(204, preflight).end();
      else if (request.method !== 'GET' && request.method !== 'HEAD') refuseMethod({ issuer, request, response });
      else if (document === undefined) refusePath({ issuer, request, response });
      else show(document, request, response);
      return true;
    },
  };
}

/** Between host and path, as RFC 8414 §3.1 says, and behind the path, where OpenID Connect has it and hosts look too; with and without a slash at the end. */
function metadataPaths(issuer: string, issuerPath: string): string[] {
  const standard = authorizationServerMetadataUrls(issuer).map((url) => new URL(url).pathname);
  const all = [...standard, `${issuerPath}/.well-known/oauth-authorization-server`];
  return all.flatMap((path) => [path, `${path}/`]);
}

/** At the root of the origin, and below the issuer's own path. */
function isInDiscoveryTree(issuerPath: string, path: string): boolean {
  if (!/well-known|%/i.test(path)) return false;
  const decoded = decode(path);
  return discoveryTree.test(decoded) || discoveryTree.test(belowIssuer(issuerPath, decoded) ?? '');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function readyWhenChanged(read: () => object): () => ReadyDocument {
  let of = read();
  let document = ready(of);
  return () => {
    const present = read();
    if (present !== of) [of, document] = [present, ready(present)];
    return document;
  };
}

function ready(document: object): ReadyDocument {
  const bytes = Buffer.from(JSON.stringify(document));
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  const headers = {
    ...publicHeaders,
    'Cache-Control': `public, max-age=${maxAge}`,
    ETag: etag,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
  };
  return { bytes, etag, headers };
}

function show(document: ReadyDocument, request: IncomingMessage, response: ServerResponse): void {
  const known = request.headers['if-none-match'];
  if (known === undefined || !isKnown(known, document.etag)) {
    response.writeHead(200, document.headers).end(document.bytes);
    return;
  }
  const { 'Content-Type': _type, 'Content-Length': _length, ...headers } = document.headers;
  response.writeHead(304, headers).end();
}

/** Weak comparison: a proxy that compresses makes the tag weak (RFC 9110 §13.1.2). */
function isKnown(ifNoneMatch: string, etag: string): boolean {
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

interface Refused {
  readonly issuer: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

function refuseMethod({ issuer, request, response }: Refused): void {
  const description = 'this document is read with GET';
  const headers = { ...publicHeaders, Allow: methods };
  answerProgram(request, response, { status: 405, headers, code: 'method.foreign', description, issuer });
}

function refusePath({ issuer, request, response }: Refused): void {
  const description = 'no metadata document at this path';
  answerProgram(request, response, { status: 404, headers: publicHeaders, code: 'not_found', description, issuer });
}
