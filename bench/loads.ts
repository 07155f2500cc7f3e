/** What is sent to a server: each load makes its calls before the span that is measured. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type Call, send } from './load.ts';
import type { RunningSubject } from './running-subject.ts';
import type { PreparedCode } from './subject.ts';
import { paths } from './subjects/documents.ts';
import { callback, clientMetadata, issuer, resource } from './world.ts';

/** Which calls: those before `from` were sent already. */
export interface Span {
  readonly from: number;
  readonly count: number;
}

export type LoadName =
  | 'warm token'
  | 'cold token'
  | 'random token'
  | 'unknown key'
  | 'foreign token'
  | 'server metadata'
  | 'key set'
  | 'registration'
  | 'repeated registration'
  | 'code exchange'
  | 'refresh';

/** Of the trusted issuer; one for each call that brings a new one. */
export interface Tokens {
  readonly good: readonly string[];
  /** For another resource. */
  readonly foreign: readonly string[];
}

export interface Load {
  readonly status: number;
  calls(subject: RunningSubject, span: Span): Promise<Call[]> | Call[];
}

const { host } = new URL(issuer);

export function loadsOf({ good, foreign }: Tokens = { good: [], foreign: [] }): Readonly<Record<LoadName, Load>> {
  return {
    'warm token': guardedCall(() => good[0]),
    'cold token': guardedCall((index) => good[index]),
    'random token': { ...guardedCall(() => randomBytes(32).toString('base64url')), status: 401 },
    'unknown key': { ...guardedCall(() => withUnknownKey(good[0])), status: 401 },
    'foreign token': { ...guardedCall((index) => foreign[index]), status: 401 },
    'server metadata': { status: 200, calls: reads(paths.metadata) },
    'key set': { status: 200, calls: reads(paths.keySet) },
    registration,
    'repeated registration': repeatedRegistration,
    'code exchange': codeExchange,
    refresh: { status: 200, calls: refreshes },
  };
}

export const registration: Load = {
  status: 201,
  calls: (_subject, { from, count }) => Array.from({ length: count }, (_, index) => registrationOf(from + index)),
};

/** As hosts do it: each install, and many a start, registers the same client again. */
const repeatedRegistration: Load = {
  status: 201,
  calls: (_subject, { count }) => Array.from({ length: count }, (_, index) => registrationOf(index % clientCount)),
};

export const codeExchange: Load = {
  status: 200,
  calls: async (subject, { count }) => (await codesOf(subject, count)).map(exchangeOf),
};

async function refreshes(subject: RunningSubject, { count }: Span): Promise<Call[]> {
  const codes = await codesOf(subject, count);
  const answers = await send(subject.port, codes.map(exchangeOf), codeExchange.status);
  return answers.map((answer, index) => refreshOf(answer, codes[index]?.clientId ?? ''));
}

/** The request that follows an answer of the token endpoint. */
export function refreshOf(answer: string, clientId: string): Call {
  const { refresh_token: token } = JSON.parse(answer) as { refresh_token: string };
  return tokenRequest({ grant_type: 'refresh_token', refresh_token: token, client_id: clientId });
}

/** A call of an MCP endpoint; `tokenAt` gives the token of the call with this number. */
function guardedCall(tokenAt: (index: number) => string | undefined): Load {
  return {
    status: 200,
    calls: (_subject, { from, count }) =>
      Array.from({ length: count }, (_, index) => listTools({ authorization: `Bearer ${tokenAt(from + index)}` })),
  };
}

/** Names a key that the issuer never had, a different one each time. */
function withUnknownKey(token = ''): string {
  const header = { alg: 'ES256', typ: 'at+jwt', kid: randomUUID() };
  return Buffer.from(JSON.stringify(header)).toString('base64url') + token.slice(token.indexOf('.'));
}

/** `tools/list` as hosts send it; without credentials, when none are given. */
export function listTools(credentials: Record<string, string> = {}): Call {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} });
  const headers = {
    host: new URL(resource).host,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'content-length': String(body.length),
    'mcp-protocol-version': '2025-11-25',
    'user-agent': 'bench',
    ...credentials,
  };
  return { method: 'POST', path: '/mcp', headers, body };
}

export function reading(path: string): Call {
  return { method: 'GET', path, headers: { host, accept: 'application/json' } };
}

function reads(path: string): Load['calls'] {
  return (_subject, { count }) => Array.from({ length: count }, () => reading(path));
}

function registrationOf(number: number): Call {
  return posting('/register', 'application/json', JSON.stringify(clientMetadata(number)));
}

/** As a proxy forwards it. */
export function registrationFrom(address: string, number: number): Call {
  const { headers, ...call } = registrationOf(number);
  return { ...call, headers: { ...headers, 'x-forwarded-for': address } };
}

/** As many clients as a small team has hosts, each with many installs. */
const clientCount = 8;

export async function codesOf(subject: RunningSubject, count: number): Promise<PreparedCode[]> {
  const calls = Array.from({ length: clientCount }, (_, index) => registrationOf(index));
  const answers = await send(subject.port, calls, registration.status);
  const clientIds = answers.map((answer) => (JSON.parse(answer) as { client_id: string }).client_id);
  return subject.codes(clientIds, count);
}

export function exchangeOf({ code, verifier, clientId }: PreparedCode): Call {
  return tokenRequest({
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    client_id: clientId,
    redirect_uri: callback,
  });
}

/** With the resource in every request, as MCP asks (RFC 8707 §2.2). */
function tokenRequest(fields: Record<string, string>): Call {
  return posting(
    '/token',
    'application/x-www-form-urlencoded',
    new URLSearchParams({ ...fields, resource }).toString(),
  );
}

function posting(path: string, type: string, body: string): Call {
  const headers = {
    host,
    accept: 'application/json',
    'content-type': type,
    'content-length': String(Buffer.byteLength(body)),
  };
  return { method: 'POST', path, headers, body };
}
