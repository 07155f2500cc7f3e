/** Text of another server as it may be told: what was shown to that server, and may come back from it, is taken out. */
import { printableText } from '@granthouse/protocol';
import type { HeaderFields } from './header-fields.ts';

const longest = 300;

/** In one line of 300 characters at most. */
export function withoutSecrets(text: string, shown: HeaderFields): string {
  const secrets = Object.values(shown).flatMap((value) => [value, value.slice(value.indexOf(' ') + 1)]);
  const taken = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
  return printableText(taken).slice(0, longest);
}
