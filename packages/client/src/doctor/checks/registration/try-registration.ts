/** One registration, as it is sent and as it is answered; a client that came of it is taken back where that is offered (RFC 7591 §3, RFC 7592 §2.3). */
import { answered, errorOf, memberOf } from '../../answers.ts';
import type { Exchange, Probe } from '../../probe.ts';

export interface Tried {
  readonly exchange: Exchange;
  readonly accepted: boolean;
  readonly error?: string;
  /** `400 invalid_redirect_uri: "…"`, as it is told. */
  readonly answered: string;
}

interface Sent {
  readonly metadata: unknown;
  readonly userAgent?: string | undefined;
  /** The client is used afterwards. */
  readonly isKept?: boolean;
}

export async function tryRegistration(endpoint: string, sent: Sent, probe: Probe): Promise<Tried> {
  const { metadata, userAgent, isKept = false } = sent;
  const exchange = await probe.ask(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(userAgent !== undefined && { 'user-agent': userAgent }),
    },
    body: JSON.stringify(metadata),
  });
  const isSuccess = exchange.status >= 200 && exchange.status < 300;
  const accepted = isSuccess && typeof memberOf(exchange.json, 'client_id') === 'string';
  if (accepted && !isKept) await takeBack(endpoint, exchange, probe);
  const error = errorOf(exchange);
  return { exchange, accepted, answered: answered(exchange), ...(error !== undefined && { error }) };
}

/** Best effort, and nowhere but at the server itself: what can't be taken back stays, as it stays of every host. */
export async function takeBack(endpoint: string, { json }: Exchange, probe: Probe): Promise<void> {
  const [uri, token] = [memberOf(json, 'registration_client_uri'), memberOf(json, 'registration_access_token')];
  if (typeof uri !== 'string' || typeof token !== 'string') return;
  probe.hide(token);
  if (!URL.canParse(uri) || new URL(uri).origin !== new URL(endpoint).origin) return;
  const authorization = `Bearer ${token}`;
  const answer = await probe.fetch(uri, { method: 'DELETE', headers: { authorization } }).catch(() => undefined);
  await answer?.body?.cancel();
}
