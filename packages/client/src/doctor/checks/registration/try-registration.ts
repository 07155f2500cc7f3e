/** One registration, as it is sent and as it is answered; a client that came of it is taken back where that is offered (RFC 7591 §3, RFC 7592 §2.3). */
import { answered, errorOf, memberOf } from '../../answers.ts';
import { takeBack } from '../../clients.ts';
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
  if (accepted && !isKept) await takeBack(exchange, probe);
  const error = errorOf(exchange);
  return { exchange, accepted, answered: answered(exchange), ...(error !== undefined && { error }) };
}
