/** Every value that crossed the wire, by the name it had there: what opens something is found by being named nowhere as harmless. */
import type { IncomingHttpHeaders } from 'node:http';
import { formsOf } from '../../support/browser.ts';
import type { Exchange } from '../../support/wire-tap.ts';

export interface Crossed {
  /** As in `code`, `cookie granthouse_session`, `path interaction`. */
  readonly name: string;
  readonly value: string;
}

export function crossedValues(exchanges: readonly Exchange[]): Crossed[] {
  const all = exchanges.flatMap((exchange) => [...requestValues(exchange), ...answerValues(exchange)]);
  const distinct = new Map(all.map((crossed) => [`${crossed.name}\n${crossed.value}`, crossed]));
  return [...distinct.values()].filter(({ value }) => value !== '');
}

function requestValues({ target, requestHeaders, requestBody }: Exchange): Crossed[] {
  const cookies = (requestHeaders.cookie ?? '').split('; ').filter(Boolean).map(cookie);
  return [
    ...urlValues(target),
    ...cookies,
    ...credentials(requestHeaders.authorization, target),
    ...bodyValues(requestHeaders, requestBody),
  ];
}

function answerValues({ headers, body }: Exchange): Crossed[] {
  return [
    ...urlValues(headers.location ?? ''),
    ...(headers['set-cookie'] ?? []).map((line) => cookie(line.split(';')[0] ?? '')),
    ...bodyValues(headers, body),
  ];
}

function cookie(pair: string): Crossed {
  const end = pair.indexOf('=');
  return { name: `cookie ${pair.slice(0, end)}`, value: pair.slice(end + 1) };
}

/** Where clients register, the bearer token is another than where they manage themselves (RFC 7591 §3). */
function credentials(header: string | undefined, target: string): Crossed[] {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  const name = target === '/register' ? 'initial_access_token' : `authorization ${scheme.toLowerCase()}`;
  if (value === '' || scheme.toLowerCase() !== 'basic') return value === '' ? [] : [{ name, value }];
  const [, secret = ''] = Buffer.from(value, 'base64').toString().split(':');
  return [
    { name, value },
    { name: 'client_secret', value: decodeURIComponent(secret) },
  ];
}

/** The query's members, and what follows a step that names one thing among many. */
function urlValues(url: string): Crossed[] {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const steps = pathname.split('/').slice(1);
  const ids = steps.slice(1, 2).map((value) => ({ name: `path ${steps[0]}`, value }));
  return [...ids, ...members(searchParams)];
}

const members = (parameters: URLSearchParams): Crossed[] => [...parameters].map(([name, value]) => ({ name, value }));

function bodyValues(headers: IncomingHttpHeaders, body: string): Crossed[] {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return members(new URLSearchParams(body));
  if (type.startsWith('application/json')) return jsonValues('', JSON.parse(body) as unknown);
  if (!type.startsWith('text/html')) return [];
  return formsOf(body).flatMap(({ action, fields }) => [
    ...urlValues(action),
    ...Object.entries(fields).map(([name, value]) => ({ name, value })),
  ]);
}

function jsonValues(name: string, value: unknown): Crossed[] {
  if (typeof value === 'string') return [{ name, value }];
  if (Array.isArray(value)) return value.flatMap((each) => jsonValues(name, each));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, each]) => jsonValues(member, each));
}
