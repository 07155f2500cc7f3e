/** What an answer is, in words for people, and the request with which hosts begin. */
import type { HostProfile } from '@granthouse/host-profiles';
import { printableText } from '@granthouse/protocol';
import { isEventStream } from '../network/bounded-answer.ts';
import { firstRequestOf } from '../sign-in/ask-unauthorized.ts';
import { mostBytes } from './answer-beginning.ts';
import type { Exchange, Probe } from './probe.ts';

export const firstRequest = firstRequestOf('granthouse-doctor');

export const asJson = { headers: { accept: 'application/json' } };

export const isWebPage = ({ headers, text }: Exchange): boolean =>
  /^(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '') || /^\s*<(?:!doctype|html)/i.test(text);

export const isRedirect = ({ status }: Exchange): boolean => status >= 300 && status <= 399;

/** A JSON-RPC answer, an error included: whoever writes one speaks MCP. */
export const isMcp = ({ json }: Exchange): boolean => memberOf(json, 'jsonrpc') === '2.0';

export const isDocument = ({ status, json }: Exchange): boolean =>
  status === 200 && typeof json === 'object' && json !== null && !Array.isArray(json);

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Of one that is missing: with the wrong status, or in the answer of a call. */
export function speaksOfCredentials({ status: code, headers, text, json }: Exchange): boolean {
  if (code === 403 || headers.has('www-authenticate')) return true;
  const isError = code >= 400 || memberOf(json, 'error') !== undefined;
  return (
    isError &&
    /unauthori[sz]ed|authenticat|forbidden|api[-_ ]?key|(?:missing|invalid|no|access)[-_ ]token|credential/i.test(text)
  );
}

/** Such as `404 with a web page`, or `307 to https://other.example/mcp`. */
export function said(exchange: Exchange): string {
  const { status, headers, text } = exchange;
  const location = headers.get('location');
  if (isRedirect(exchange) && location !== null) return `${status} to ${clipped(location)}`;
  if (isEventStream(headers)) return `${status} with a stream of events`;
  if (isWebPage(exchange)) return `${status} with a web page`;
  if (text.length >= mostBytes) return `${status} with more than ${mostBytes} bytes`;
  if (exchange.json !== undefined) return `${status} with ${clipped(text)}`;
  return text.trim() === '' ? `${status} with nothing` : `${status} with the text ${clipped(text)}`;
}

/** `400 invalid_redirect_uri: "…"`, where there is a code of an error; otherwise what came. */
export function answered(exchange: Exchange): string {
  const error = errorOf(exchange);
  if (error === undefined) return isInformation(exchange) ? String(exchange.status) : said(exchange);
  const description = memberOf(exchange.json, 'error_description');
  const words = typeof description === 'string' ? `: "${clipped(description, 200)}"` : '';
  return `${exchange.status} ${clipped(error, 60)}${words}`;
}

const isInformation = ({ status, json }: Exchange) => status < 300 && memberOf(json, 'client_id') !== undefined;

/** The code of an error, as OAuth writes it (RFC 6749 §5.2, RFC 7591 §3.2.2). */
export function errorOf({ json }: Exchange): string | undefined {
  const error = memberOf(json, 'error');
  return typeof error === 'string' ? error : undefined;
}

/** A stranger's words: shown, never obeyed, and not at length. */
export function clipped(text: string, longest = 120): string {
  const plain = printableText(text.replaceAll(/\s+/g, ' ').trim());
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1)}…`;
}

/** The ids of those hosts, among the ones that the person asked about. */
export const hostsWhich = ({ hosts }: Probe, are: (host: HostProfile) => boolean): string[] =>
  hosts.filter(are).map(({ id }) => id);
