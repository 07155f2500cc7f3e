/** What a difference from the engine is made of, and the requests that show one. */
import type { AdapterPayload } from 'oidc-provider';
import type { Answer } from './answer.ts';
import { clients, honestRequest, type Client } from './token-request.ts';
import type { Situation, TokenRequest } from './token-request.ts';

type Kept = Map<string, AdapterPayload>;

export type AskedDifferences = readonly Asked[];

interface Asked {
  readonly reason: string;
  /** Shows the difference, and nothing else. */
  readonly example: Situation;
  /** What this server takes a request for. */
  readonly reading?: (request: TokenRequest, kept: Kept) => TokenRequest;
  /** What else a refusal does; `before` is the store as the request found it. */
  readonly consequence?: (exchange: Exchange) => void;
  /** What is said in other words. */
  readonly words?: (place: string, answers: { readonly ours: Answer; readonly stock: Answer }) => boolean;
  /** In a window of 0 there is no such difference. */
  readonly needsGrace?: true;
}

interface Exchange {
  readonly request: TokenRequest;
  readonly error: unknown;
  readonly before: Kept;
  readonly kept: Kept;
}

export const valuesOf = ({ parameters }: Pick<TokenRequest, 'parameters'>, name: string) =>
  parameters.flatMap(([each, value]) => (each === name && value !== '' ? [value] : []));

export const [client] = clients as unknown as [Client];

export function refreshing(changes: Partial<TokenRequest> = {}, before: Situation['before'] = 'refreshed'): Situation {
  return { client, before, request: { ...honestRequest(client, 'refresh_token'), ...changes } };
}

export const withField = (name: string, value: string, more: TokenRequest['parameters'] = []) => {
  const { parameters } = honestRequest(client, 'refresh_token');
  return { parameters: [...parameters.filter(([each]) => each !== name), [name, value] as const, ...more] };
};

const isPlainRefresh = (request: TokenRequest) => valuesOf(request, 'grant_type').join() === 'refresh_token';

/** RFC 6749 §3.3; any other scope is refused before a grant's handler is asked. */
export const isWellFormed = (request: TokenRequest) =>
  valuesOf(request, 'scope').every((scope) => /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/.test(scope));

/** After a refusal by the grant's handler; what was refused before it came that far showed nothing. */
export function endWhen(
  { request, error, before, kept }: Exchange,
  isStolen: (token: AdapterPayload, error: unknown) => boolean,
) {
  const token = before.get(`RefreshToken:${valuesOf(request, 'refresh_token')[0]}`);
  const isScope = error === 'invalid_scope' && isWellFormed(request);
  const isHandled = isPlainRefresh(request) && (error === 'invalid_grant' || isScope);
  if (token && isHandled && isStolen(token, error)) kept.delete(`Grant:${token.grantId}`);
}
