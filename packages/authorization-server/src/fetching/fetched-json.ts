/**
 * What this server fetches from addresses that clients name: the JSON documents about them and their keys. One fetch of
 * an address in a span, within the budgets; only what was judged good is remembered for longer, and stands in for a
 * while for what can't be reached (CIMD, caching).
 */
import type { CompleteOptions } from '../options.ts';
import { fetchBudget } from './fetch-budget.ts';
import { fetchJson, Unreached } from './fetch-json.ts';
import type { LastGoodCopies } from './last-good-copies.ts';
import type { Reading } from './reading.ts';
import { rememberedReadings, type RememberedReadings } from './remembered-readings.ts';

export interface JsonKind<T extends object> {
  readonly mostBytes: number;
  /** Milliseconds; an answer may say less. */
  readonly keptAtMost: number;
  /** Milliseconds for which a good answer stands in for one that can't be had. */
  readonly standsInFor: number;
  readonly copies: LastGoodCopies;
  /** Throws for what must not be believed. What it has let through once, it lets through again. */
  readonly judge: (value: unknown, url: string) => T;
  /** Told of each good answer; where there is a copy, one of all servers is. */
  readonly wasRead: (url: string, read: Read<T>) => void;
}

export interface Read<T extends object> {
  /** As it came. */
  readonly sent: unknown;
  /** What was known before, to all servers where it is kept, or to this one. */
  readonly before: Reading<T> | undefined;
  readonly after: Reading<T>;
}

export interface Asked<T extends object> {
  /** Of whoever asks: who makes the server fetch too much is refused before others are. */
  readonly address: string;
  /** Whether people have approved what names this address. */
  readonly isKnown?: boolean;
  /** Whether an answer is of use; for one that isn't, the address is asked once more, once in a while. */
  readonly suffices?: (value: T) => boolean;
}

export interface FetchedKind<T extends object> {
  /** Rejects when there is neither a good answer nor one that stands in for it. */
  read(url: string, asked: Asked<T>): Promise<T>;
  /** What was read last, as far as it is remembered. */
  remembered(url: string): Reading<T> | undefined;
  /** Keeps a copy of what is remembered, from now on. */
  keep(url: string): Promise<void>;
  /** What the copy says, where there is one. */
  kept(url: string): Promise<T | undefined>;
  /** Keeps no copy any more, and reads the address anew. False: there was none. */
  forget(url: string): Promise<boolean>;
}

interface Ground extends Pick<CompleteOptions, 'fetch' | 'now' | 'log'> {
  readonly isWithinBudget: ReturnType<typeof fetchBudget>;
}

interface Room<T extends object> extends Ground {
  readonly kind: JsonKind<T>;
  readonly readings: RememberedReadings<T>;
  readonly underWay: Map<string, Promise<T>>;
}

/** The budgets are one for all kinds. */
export function fetchedJson({ fetch, now, log }: Pick<CompleteOptions, 'fetch' | 'now' | 'log'>) {
  const ground: Ground = { fetch, now, log, isWithinBudget: fetchBudget(now) };
  return <T extends object>(kind: JsonKind<T>): FetchedKind<T> => {
    const room: Room<T> = {
      ...ground,
      kind,
      readings: rememberedReadings<T>(now, kind.standsInFor),
      underWay: new Map(),
    };
    return {
      read: (url, asked) => read(room, url, asked),
      remembered: (url) => room.readings.get(url),
      keep: (url) => keep(room, url),
      kept: async (url) => (await believed(kind, url))?.value,
      forget: (url) => forget(room, url),
    };
  };
}

async function read<T extends object>(room: Room<T>, url: string, asked: Asked<T>): Promise<T> {
  const known = () => room.readings.answer(url, asked.suffices) ?? room.underWay.get(url);
  const before = known();
  if (before) return before;
  const copy = await recall(room, url);
  return known() ?? fetchOnce(room, { ...asked, url, copy });
}

/** What any server on the store has read counts here, too: what it says, and that it is no more. */
async function recall<T extends object>({ kind, readings }: Room<T>, url: string): Promise<Reading<T> | undefined> {
  const copy = await believed(kind, url);
  const reading = readings.get(url);
  if (copy && (!reading || copy.readAt > reading.readAt || copy.isWithdrawn)) readings.set(url, copy);
  else if (!copy && reading?.isKept) unkeep(readings, url);
  return copy;
}

/** Nothing stands in for what the store no longer has. */
function unkeep<T extends object>(readings: RememberedReadings<T>, url: string): void {
  const reading = readings.get(url);
  if (reading) readings.set(url, { ...reading, isKept: false, isWithdrawn: true });
}

/** One that must not be believed any more makes room for the next. */
async function believed<T extends object>(
  { copies, judge }: JsonKind<T>,
  url: string,
): Promise<Reading<T> | undefined> {
  const copy = await copies.find(url);
  if (!copy) return undefined;
  try {
    return { ...copy, value: judge(copy.value, url) };
  } catch {
    await copies.remove(url);
    return undefined;
  }
}

interface Question<T extends object> extends Asked<T> {
  readonly url: string;
  /** As it is in the store. */
  readonly copy: Reading<T> | undefined;
}

function fetchOnce<T extends object>(room: Room<T>, question: Question<T>): Promise<T> | T {
  const { readings, underWay } = room;
  const { url, address, copy } = question;
  const isKnown = question.isKnown === true || copy !== undefined;
  if (!room.isWithinBudget({ url, address, isKnown })) {
    const refused = 'too much is fetched at the moment';
    if (isKnown) return readings.instead(url, new Unreached(refused));
    throw new Error(refused);
  }
  const answer = fetchAnew(room, question).finally(() => underWay.delete(url));
  underWay.set(url, answer);
  return answer;
}

async function fetchAnew<T extends object>(room: Room<T>, { url, copy }: Question<T>): Promise<T> {
  const { kind, readings, fetch, now } = room;
  try {
    const { value: found, size, freshFor: said } = await fetchJson(url, { fetch, mostBytes: kind.mostBytes });
    const value = kind.judge(found, url);
    const freshFor = Math.min(said, kind.keptAtMost);
    const reading = { value, size, readAt: now(), freshFor, isKept: copy !== undefined, isWithdrawn: false };
    const news = { sent: found, before: copy ?? readings.get(url), after: reading };
    readings.set(url, reading);
    if (!copy || (await isRenewed(room, url, { before: copy, after: reading }))) kind.wasRead(url, news);
    return value;
  } catch (cause) {
    return failed(room, { url, copy, cause });
  }
}

async function failed<T extends object>(
  { kind, readings, log }: Room<T>,
  { url, copy, cause }: Pick<Question<T>, 'url' | 'copy'> & { readonly cause: unknown },
): Promise<T> {
  // Of what people use, the operator has to know before the copy has stood in for too long.
  log[copy ? 'warn' : 'info']({ url, cause: String(cause) }, 'what a client named could not be read');
  readings.failed(url, cause);
  if (!(cause instanceof Unreached)) {
    readings.withdraw(url);
    if (copy) await kind.copies.withdraw(url, copy);
  }
  return readings.instead(url, cause);
}

/** The answer is good although its copy could not be written. */
async function isRenewed<T extends object>(
  { kind, log }: Room<T>,
  url: string,
  { before, after }: { readonly before: Reading<T>; readonly after: Reading<T> },
): Promise<boolean> {
  try {
    return await kind.copies.renew(url, after, before);
  } catch (cause) {
    log.warn({ url, cause: String(cause) }, 'the copy of what a client named could not be renewed');
    return false;
  }
}

async function keep<T extends object>({ kind, readings }: Room<T>, url: string): Promise<void> {
  const reading = readings.get(url);
  if (!reading || reading.isKept || reading.isWithdrawn) return;
  await kind.copies.keep(url, reading);
  // It may have been read anew meanwhile.
  readings.set(url, { ...(readings.get(url) ?? reading), isKept: true });
}

async function forget<T extends object>({ kind, readings }: Room<T>, url: string): Promise<boolean> {
  const wasKept = await kind.copies.remove(url);
  unkeep(readings, url);
  return wasKept;
}
