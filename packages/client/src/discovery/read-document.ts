/** Reads a metadata document as strangers publish it: what a client needs has to be right, what else is wrong is left out. */
import type { z } from 'zod';
import type { Fetch } from '../network/guarded-fetch.ts';
import { readJson } from '../network/read-json.ts';

/** The first of these addresses that answers with a JSON object; an app that answers each path with its page has none. */
export async function firstDocument(urls: Iterable<string>, fetch: Fetch): Promise<object | undefined> {
  for (const url of new Set(urls)) {
    const response = await fetch(url, { headers: { accept: 'application/json' } });
    const document = response.status === 200 ? await readJson(response) : undefined;
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document;
    if (!response.bodyUsed) await response.body?.cancel();
  }
  return undefined;
}

/**
 * An optional member that breaks the schema, such as an empty list or a null, is left out (RFC 8414 §3.2 and RFC 9728
 * §3.2 let a client ignore what it doesn't understand). Where that isn't enough, the names of what is wrong.
 */
export function readMembers<T>(schema: z.ZodType<T>, document: object): { data: T } | { wrong: readonly string[] } {
  const first = schema.safeParse(document);
  if (first.success) return first;
  const wrong = new Set(first.error.issues.map(({ path: [member] }) => String(member)));
  const rest = Object.entries(document).filter(([name]) => !wrong.has(name));
  const second = schema.safeParse(Object.fromEntries(rest));
  if (second.success) return second;
  return { wrong: [...new Set(second.error.issues.map(({ path: [member] }) => String(member)))] };
}
