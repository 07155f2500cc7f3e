/** Which headers a person may have sent: the credential's own, and none that say how the request itself is read (RFC 9110 §7.6.1). */
import { ClientError } from '../client-error.ts';

export type HeaderFields = Readonly<Record<string, string>>;

/** Where a message goes and how it is read, who came before, what a browser says, and what MCP says of itself. */
const refused =
  /^(?:host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|via|date|forwarded|x-real-ip|cookie2?|set-cookie2?|origin|referer|last-event-id|x-http-method(?:-override)?|x-method-override|(?:accept|access-control|content|if|mcp|proxy|sec|x-forwarded)(?:-.*)?)$/i;

/** RFC 9110 §5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;

const longestName = 100;
const longestValue = 8_192;

/** Says what a person can mend; undefined when all is well. */
export function headerNameProblem(name: string): string | undefined {
  if (name === '') return 'The header has no name.';
  if (name.length > longestName) return `The name of the header is longer than ${longestName} characters.`;
  if (!token.test(name)) return 'The name of a header has letters, digits and hyphens alone.';
  return refused.test(name) ? `The header ${name} is not for credentials: it is never sent.` : undefined;
}

/** As `headerNameProblem`; never repeats the value. */
export function headerValueProblem(value: string): string | undefined {
  const sent = value.trim();
  if (sent === '') return 'The header has no value.';
  if (sent.length > longestValue) return `The value is longer than ${longestValue} characters.`;
  return /^[\x20-\x7e]*$/.test(sent) ? undefined : 'The value has line breaks or characters that no header can hold.';
}

/** As they are sent: what was pasted comes with spaces around it. Throws ClientError `not_allowed`. */
export function judgeHeaderFields(fields: HeaderFields): HeaderFields {
  const names = new Set<string>();
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const isRepeated = names.size === names.add(name.toLowerCase()).size;
      const repeated = isRepeated ? `The header ${name} is there twice.` : undefined;
      const problem = headerNameProblem(name) ?? repeated ?? headerValueProblem(value);
      if (problem !== undefined) throw new ClientError('not_allowed', problem);
      return [name, value.trim()];
    }),
  );
}
