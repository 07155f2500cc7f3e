/** Custom headers as credentials: all that are named, each once, judged by a function of the builder's. */
import type { Auth } from '../auth.ts';
import type { HeadersOptions } from '../options/headers.ts';
import type { CredentialHolder } from '../options/holder.ts';
import { Refusal } from '../refusal.ts';
import type { RequestHead } from '../request-head.ts';
import type { Credential } from './credential.ts';
import { createAdmission, type HolderParts, readHolder } from './holder.ts';

export function customHeaders({ names, validate }: HeadersOptions, parts: HolderParts): Credential {
  const admit = createAdmission(parts);
  const headers = names.map((name) => ({ name, lowerCase: name.toLowerCase() }));
  const unknown = `the values of ${names.join(', ')} are not known here`;

  async function judge(request: RequestHead, came: readonly [string, string | null][]): Promise<Auth> {
    // What a comma stands in may be two headers that a proxy joined (RFC 9110 §5.3).
    if (came.some(([, value]) => value?.includes(','))) {
      throw new Refusal('malformed_credentials', `each of ${names.join(', ')} is allowed once, and without a comma`);
    }
    const holder = await ask(came.filter(isFilled), request);
    return admit(holder, { kind: 'headers', token: '', unknown });
  }

  // A half set is wrong, and nobody is asked about it.
  async function ask(filled: [string, string][], request: RequestHead): Promise<CredentialHolder | undefined> {
    if (filled.length < names.length) return undefined;
    const said = await quietly(() => validate(Object.fromEntries(filled), request));
    return readHolder(said, 'validate');
  }

  return {
    kind: 'headers',
    judge(request) {
      const came = headers.map(({ name, lowerCase }): [string, string | null] => [
        name,
        request.headers.get(lowerCase),
      ]);
      return came.some(([, value]) => value !== null) ? judge(request, came) : undefined;
    },
  };
}

function isFilled(header: readonly [string, string | null]): header is [string, string] {
  return header[1] !== null && header[1] !== '';
}

async function quietly(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    throw withoutWords(error);
  }
}

/** Where it happened and of which kind it is, for the log. The words of an error may repeat a value, its members too. */
function withoutWords(error: unknown): Error {
  const { name, stack } = error instanceof Error ? error : new Error();
  const told = new Error(`validate failed: ${name}`);
  const places = stack?.split('\n').filter((line) => /^ {4}at /.test(line)) ?? [];
  told.stack = [`Error: ${told.message}`, ...places].join('\n');
  return told;
}
