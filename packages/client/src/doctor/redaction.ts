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
const shortest = 4;
const inJson = 'access_token|refresh_token|id_token|client_secret|registration_access_token|code_verifier|assertion';
const members = new RegExp(String.raw`("(?:${inJson})"\s*:\s*")(?:[^"\\]|\\.)*`, 'g');
// In JSON, a code is that of an error, and a state that of an order.
const parameters = new RegExp(String.raw`([?&#](?:${inJson}|code|state)=)[^&#\s"'<>]*`, 'g');
const words = /[\w.-]+/g;
const token = /\beyJ[\w-]{8,}\./;
const headers = new Set(['set-cookie', 'authorization', 'mcp-session-id']);

export function redaction(): Redaction {
  const secrets = new Set<string>();
  const text = (given: string) => {
    let told = given;
    for (const secret of secrets) told = withoutEnd(told.replaceAll(secret, taken), secret);
    return told.replaceAll(members, `$1${taken}`).replaceAll(parameters, `$1${taken}`).replaceAll(words, withoutToken);
  };
  return {
    hide(secret) {
      // A shorter one would take words out of everything, and is no secret.
      if (secret.length < shortest) return;
      // Whoever makes up a secret makes up half a character, too.
      for (const written of [secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]) {
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

/**
 * A token in the words of a stranger: `Bearer eyJ…`, or a JWT as it is. Looked for up to the last dot, where each that
 * begins has its end: an answer may be made of nothing but beginnings.
 */
function withoutToken(word: string): string {
  const at = word.slice(0, word.lastIndexOf('.') + 1).search(token);
  return at === -1 ? word : word.slice(0, at) + taken;
}

/** What was cut before it got here may end in the beginning of a secret. */
function withoutEnd(text: string, secret: string): string {
  if (!text.includes('…')) return text;
  const [last = '', ...cut] = text.split('…').toReversed();
  return [...cut.toReversed().map((piece) => withoutBeginning(piece, secret)), last].join('…');
}

/** Only the end is looked at: who makes up both text and secret makes them as long as they like. */
function withoutBeginning(piece: string, secret: string): string {
  for (let length = Math.min(secret.length - 1, piece.length); length >= shortest; length -= 1) {
    if (piece.endsWith(secret.slice(0, length))) return piece.slice(0, -length) + taken;
  }
  return piece;
}
