/** Reads a metadata document as strangers publish it: what a client needs has to be right, what else is wrong is left out. */
import type { z } from 'zod';
import { operate } from '../connection/operation.ts';
import type { Fetch } from '../network/guarded-fetch.ts';
import { readJson } from '../network/read-json.ts';

/** Milliseconds for all places of one document, however slowly each of them answers. */
const patience = 20_000;

/**
 * The first of these addresses that answers with a JSON object; an app that answers each path with its page has none.
 * Throws what fetching throws, and ClientError `timed_out` when they take too long together.
 */
export async function firstDocument(
  urls: Iterable<string>,
  fetch: Fetch,
  timeLimit = patience,
): Promise<object | undefined> {
  const places = new Set(urls);
  return operate({ timeLimit }, async (signal) => {
    for (const url of places) {
      const response = await fetch(url, { headers: { accept: 'application/json' }, signal });
      const document = response.status === 200 ? await readJson(response) : undefined;
      if (typeof document === 'object' && document !== null && !Array.isArray(document)) return document;
      if (!response.bodyUsed) await response.body?.cancel();
    }
    return undefined;
  });
}

/** A list that is longer is none: a schema notes each fault of it on its own. */
const longestList = 1_000;

const isEndless = (value: unknown) => Array.isArray(value) && value.length > longestList;

/**
 * An optional member that breaks the schema, such as an empty list or a null, is left out (RFC 8414 §3.2 and RFC 9728
 * §3.2 let a client ignore what it doesn't understand). Where that isn't enough, the names of what is wrong.
 */
export function readMembers<T>(schema: z.ZodType<T>, document: object): { data: T } | { wrong: readonly string[] } {
  const members = Object.entries(document).filter(([, value]) => !isEndless(value));
  const first = schema.safeParse(Object.fromEntries(members));
  if (first.success) return first;
  const wrong = new Set(first.error.issues.map(({ path: [member] }) => String(member)));
  const second = schema.safeParse(Object.fromEntries(members.filter(([name]) => !wrong.has(name))));
  if (second.success) return second;
  return { wrong: [...new Set(second.error.issues.map(({ path: [member] }) => String(member)))] };
}
