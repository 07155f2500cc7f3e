/** An answer of a token endpoint as a flat record, with what differs at every turn said in words: two of them can be laid side by side. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { TokenRequest } from './token-request.ts';

/** Such as `status`, `header.cache-control`, `body.scope`, `access_token.aud`. */
export type Answer = ReadonlyMap<string, unknown>;

export interface Sent {
  readonly answer: Answer;
  readonly refreshToken: string | undefined;
}

/** What the connection and the moment decide. */
const ofTheConnection = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

/** `known`: the refresh tokens that this client was given before. */
export async function send(issuer: string, request: TokenRequest, known: readonly string[]): Promise<Sent> {
  const response = await exchange(issuer, request);
  const body = await text(response);
  const answer = new Map<string, unknown>([['status', response.statusCode]]);
  for (const [name, value] of Object.entries(response.headers)) {
    if (!ofTheConnection.has(name)) answer.set(`header.${name}`, withoutIssuer(value, issuer));
  }
  const members = membersOf(body);
  if (!members) answer.set('body', body);
  for (const [name, value] of Object.entries(members ?? {})) {
    for (const [place, said] of described(name, value, known)) answer.set(place, withoutIssuer(said, issuer));
  }
  const refreshToken = members?.['refresh_token'];
  return { answer, refreshToken: typeof refreshToken === 'string' ? refreshToken : undefined };
}

function exchange(
  issuer: string,
  { method, query, contentType, headers, parameters }: TokenRequest,
): Promise<IncomingMessage> {
  const body = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value])).toString();
  const all = [
    ...headers,
    ...(contentType === undefined ? [] : [['content-type', contentType] as const]),
    ['content-length', String(Buffer.byteLength(body))] as const,
  ];
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(`${issuer}/token${query}`, { method, headers: Object.fromEntries(all) }, resolve);
    outgoing.on('error', reject).end(body);
  });
}

function membersOf(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function described(name: string, value: unknown, known: readonly string[]): Array<[string, unknown]> {
  if (typeof value !== 'string') return [[`body.${name}`, value]];
  if (name === 'refresh_token') return [[`body.${name}`, ageOf(value, known)]];
  if (name === 'access_token' || name === 'id_token') return [[`body.${name}`, 'a JWT'], ...claimsOf(name, value)];
  return [[`body.${name}`, value]];
}

function ageOf(value: string, known: readonly string[]): string {
  if (value === known.at(-1)) return 'the newest again';
  return known.includes(value) ? 'an older one' : 'a new one';
}

/** Made anew for each token. */
const ofTheMoment = new Set(['jti', 'iat', 'at_hash', 'grant_id', 'kid']);

function claimsOf(name: string, token: string): Array<[string, unknown]> {
  const claims = decodeJwt(token);
  // The engine reads the clock for each of the two, and a second may begin in between.
  const life = Math.round((Number(claims.exp) - Number(claims.iat)) / 10) * 10;
  const all = { ...decodeProtectedHeader(token), ...claims, exp: life };
  return Object.entries(all).map(([key, value]) => [`${name}.${key}`, ofTheMoment.has(key) ? typeof value : value]);
}

const withoutIssuer = (value: unknown, issuer: string): unknown =>
  typeof value === 'string' ? value.replaceAll(issuer, '<issuer>') : value;
