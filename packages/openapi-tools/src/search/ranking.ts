/** Which operations fit some words, the best first: rare words count more than common ones, names more than descriptions. */
import type { PlannedTool } from '../plan/plan.ts';

/** By the word, how much it says about the operation. */
type Weights = ReadonlyMap<string, number>;

const known = new WeakMap<PlannedTool, Weights>();

/** Characters of what is asked for and its words, so that nobody is kept waiting; characters of a text that is looked at. */
const longestQuery = 500;
const mostWords = 16;
const longestText = 2000;
/** They stand in any sentence. */
const meaningless = new Set(
  'a an all and by for from i in is it me my of on one or some that the this to what who with'.split(' '),
);

/** Those in which at least one of the words stands. */
export function rank(tools: readonly PlannedTool[], query: string): PlannedTool[] {
  const all = wordsIn(query.slice(0, longestQuery));
  const meaningful = all.filter((word) => !meaningless.has(word));
  const words = [...new Set(meaningful.length > 0 ? meaningful : all)].slice(0, mostWords);
  const scores = new Map<PlannedTool, number>();
  for (const word of words) {
    const found = tools
      .map((tool) => [tool, weightIn(weightsOf(tool), word)] as const)
      .filter(([, weight]) => weight > 0);
    const rarity = Math.log(1 + tools.length / Math.max(1, found.length));
    for (const [tool, weight] of found) scores.set(tool, (scores.get(tool) ?? 0) + weight * rarity);
  }
  return tools
    .filter((tool) => scores.has(tool))
    .toSorted((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || lengthOf(a) - lengthOf(b));
}

/** Of those that say as much, the one that says nothing else. */
const lengthOf = ({ definition }: PlannedTool) => definition.name.length;

/** A word that begins as the wanted one does is worth half. */
function weightIn(weights: Weights, word: string): number {
  const whole = weights.get(word) ?? 0;
  if (word.length < 3) return whole;
  const begun = [...weights].filter(([each]) => each.startsWith(word)).map(([, weight]) => weight / 2);
  return Math.max(whole, 0, ...begun);
}

function weightsOf(tool: PlannedTool): Weights {
  const before = known.get(tool);
  if (before) return before;
  const { definition, operation } = tool;
  const weights = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of wordsIn(text.slice(0, longestText))) weights.set(word, Math.max(weights.get(word) ?? 0, weight));
  };
  add(definition.name, 4);
  add(operation.summary ?? '', 3);
  add(operation.tags.join(' '), 3);
  add(operation.path, 2);
  add(operation.description ?? '', 1);
  add(operation.method, 1);
  known.set(tool, weights);
  return weights;
}

/** `listHTTPOrders` is list, http, order. */
function wordsIn(text: string): string[] {
  return text
    .replaceAll(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(singular);
}

function singular(word: string): string {
  if (word.length < 4 || /(?:ss|us|is)$/u.test(word)) return word;
  return word.replace(/ies$/u, 'y').replace(/(?<=s|x|z|ch|sh)es$|s$/u, '');
}
