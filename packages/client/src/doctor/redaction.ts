/** What is told of an exchange: everything but the secrets, those that are named so and those that were given to hide. */
import type { Exchange } from './probe.ts';
import type { ToldExchange } from './report.ts';

export interface Redaction {
  hide(secret: string): void;
  text(text: string): string;
  exchange(exchange: Exchange): ToldExchange;
}

const taken = '[redacted]';
const longest = 2_000;
const names =
  'access_token|refresh_token|id_token|client_secret|registration_access_token|code|code_verifier|state|assertion';
const members = new RegExp(String.raw`("(?:${names})"\s*:\s*")(?:[^"\\]|\\.)*`, 'g');
const parameters = new RegExp(String.raw`([?&#](?:${names})=)[^&#\s"'<>]*`, 'g');
/** A token in the words of a stranger: `Bearer eyJ…`, or a JWT as it is. */
const tokens = /\beyJ[\w-]{8,}(?:\.[\w-]+){1,4}/g;
const headers = new Set(['set-cookie', 'authorization', 'mcp-session-id']);

export function redaction(): Redaction {
  const secrets = new Set<string>();
  const text = (given: string) => {
    let told = given;
    for (const secret of secrets) told = told.replaceAll(secret, taken);
    return told.replaceAll(members, `$1${taken}`).replaceAll(parameters, `$1${taken}`).replaceAll(tokens, taken);
  };
  return {
    hide(secret) {
      // A shorter one would take words out of everything, and is no secret.
      if (secret.length < 4) return;
      for (const written of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
        secrets.add(written);
      }
    },
    text,
    exchange: ({ method, url, status, headers: fields, text: body }) => ({
      method,
      url: text(url),
      status,
      headers: Object.fromEntries(
        [...fields].map(([name, value]) => [name, headers.has(name) ? taken : text(value)] as const),
      ),
      // Redacted first, so that no half of a secret is left at the cut.
      text: text(body).slice(0, longest),
    }),
  };
}
