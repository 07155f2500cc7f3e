/** Finds operations by words, tag and method, and says so in a small answer. */
import { type CallResult, toolError } from '../call/result.ts';
import { member } from '../json.ts';
import { nearMisses } from '../plan/near-misses.ts';
import type { PlannedTool } from '../plan/plan.ts';
import { highestCount, usualCount } from './definitions.ts';
import { rank } from './ranking.ts';

/** Characters of one operation, and tags of all of them. */
const longestLine = 200;
const mostTags = 40;

interface Wanted {
  readonly words?: string;
  readonly tag?: string;
  readonly method?: string;
  readonly limit: number;
  readonly skip: number;
}

/** Among those that the caller may call. */
export function findOperations(allowed: readonly PlannedTool[], args: unknown): CallResult {
  const wanted = wantedIn(args);
  if (typeof wanted === 'string') return toolError(wanted);
  const { words, tag, method, limit, skip } = wanted;
  const narrowed = allowed.filter(
    ({ operation }) =>
      (tag === undefined || operation.tags.some((each) => isSame(each, tag))) &&
      (method === undefined || isSame(operation.method, method)),
  );
  const fitting = words === undefined ? narrowed : rank(narrowed, words);
  const shown = fitting.slice(skip, skip + limit);
  const lines = [
    headline({
      fitting: fitting.length,
      shown: shown.length,
      skip,
      all: allowed.length,
      isRanked: words !== undefined,
    }),
    ...shown.map(lineOf),
    ...(words === undefined || fitting.length === 0 ? tagsIn(allowed, tag) : []),
  ];
  return { content: [{ type: 'text', text: lines.join('\n') }] };
}

/** What is wrong with the arguments, where something is. */
function wantedIn(args: unknown): Wanted | string {
  const texts = ['words', 'tag', 'method'].map((name) => [name, member(args, name)] as const);
  const wrongText = texts.find(([, value]) => value !== undefined && value !== null && typeof value !== 'string');
  if (wrongText) return `${wrongText[0]} has to be a text.`;
  const limit = member(args, 'limit') ?? usualCount;
  const skip = member(args, 'skip') ?? 0;
  if (!isCount(limit) || limit < 1 || limit > highestCount) return `limit has to be from 1 to ${highestCount}.`;
  if (!isCount(skip)) return 'skip has to be a whole number, 0 or more.';
  const given = texts.filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '',
  );
  return { ...Object.fromEntries(given), limit, skip };
}

const isSame = (some: string, other: string | undefined) => some.toLowerCase() === other?.toLowerCase();

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

interface Counts {
  readonly fitting: number;
  readonly shown: number;
  readonly skip: number;
  readonly all: number;
  readonly isRanked: boolean;
}

function headline({ fitting, shown, skip, all, isRanked }: Counts): string {
  const of = `${fitting} of ${all} operations fit`;
  if (shown === 0) return `${of}${skip > 0 ? `, and ${skip} were left out` : ''}.`;
  if (shown === fitting) return `${of}:`;
  return `${of}. These are ${skip + 1} to ${skip + shown}${isRanked ? ', best first' : ''}:`;
}

function lineOf({ definition, operation }: PlannedTool): string {
  const about = (operation.summary ?? operation.description ?? '')
    .slice(0, longestLine)
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const deprecated = operation.deprecated ? ' (deprecated)' : '';
  const line = `${definition.name}: ${operation.method} ${operation.path}${deprecated}${about && ` - ${about}`}`;
  return line.length <= longestLine ? line : `${line.slice(0, longestLine - 1)}…`;
}

/** Which words would have found something. */
function tagsIn(allowed: readonly PlannedTool[], wanted: string | undefined): string[] {
  const counts = new Map<string, number>();
  for (const { operation } of allowed) {
    for (const tag of operation.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  const near = wanted === undefined ? [] : nearMisses(wanted, counts.keys());
  if (counts.size === 0 || near.some((tag) => isSame(tag, wanted))) return [];
  if (near.length > 0) return [`Did you mean the tag ${near.join(' or ')}?`];
  const listed = [...counts].slice(0, mostTags).map(([tag, count]) => `${tag.slice(0, 60)} (${count})`);
  return [`Tags: ${listed.join(', ')}${counts.size > mostTags ? `, and ${counts.size - mostTags} more` : ''}`];
}
