/** Which known hosts a name claims to be, whoever says it: a name is compared by what it looks like (UTS #39 §4), and proves nothing. */
import { knownHosts, type KnownHost } from '@granthouse/host-profiles';
import { looksOf, skeletonOf, type Look } from './skeleton.ts';

/** Words that any app's name may have: a host's name claims the host when it stands alone or with these. */
const beside = skeletonsOf(
  'ai, app, agent, agents, assistant, bot, chat, cli, client, code, com, connect, connector, desktop, dev, editor',
  'enterprise, extension, host, ide, inc, integration, mcp, mobile, official, plugin, pro, server, team, the, verified, web',
  'beta, by, cloud, for, from, https, new, original, real, teams, www',
  // Makers of hosts, and "official" as others write it.
  'anthropic, anysphere, github, google, microsoft, mistral, openai, vercel, oficial, officiel, offiziell, ufficiale',
);

/** Words of the language, and makers whose name others' apps carry rightly: "Notion of time", "Notes with OpenAI". */
const ordinary = skeletonsOf(
  'amp, anthropic, antigravity, codex, continue, cursor, gemini, goose, grok, le chat, mistral, notion, open code',
  'openai, perplexity, windsurf',
);

/** As short as these, a name is found in others by chance. */
const shortest = 4;

interface Claimable {
  readonly skeleton: string;
  readonly hosts: readonly KnownHost[];
  /** Whether it claims its host wherever it stands, as "Claude" does in "Claude Code helper". */
  readonly isUnmistakable: boolean;
}

export const ofKnownHosts = claimableNames(knownHosts);

/** Each host once, the one whose name is written out longest first. */
export function claimedHosts(name: string): readonly KnownHost[] {
  return claimedIn(looksOf(name), ofKnownHosts);
}

/** The same, for whoever has read the name. */
export function claimedIn(looks: readonly Look[], claimable: readonly Claimable[]): readonly KnownHost[] {
  const made = claimable.filter((claim) => looks.some((look) => isMade(claim, look)));
  return [...new Set(made.flatMap(({ hosts }) => hosts))];
}

function isMade(claim: Claimable, look: Look): boolean {
  const { skeleton } = claim;
  for (let start = look.skeleton.indexOf(skeleton); start !== -1; start = look.skeleton.indexOf(skeleton, start + 1)) {
    if (isMadeAt(start, claim, look)) return true;
  }
  return false;
}

function isMadeAt(start: number, { skeleton, isUnmistakable }: Claimable, look: Look): boolean {
  const end = start + skeleton.length;
  const from = look.seams.findLast((seam) => seam <= start) ?? 0;
  const to = look.seams.find((seam) => seam >= end) ?? end;
  // Whole words, or one that is written together with words that say nothing: "claudeconnector".
  const affixes = [look.skeleton.slice(from, start), look.skeleton.slice(end, to)].filter((part) => part !== '');
  if (affixes.length > 0 && (skeleton.length < shortest || !affixes.every(saysNothing))) return false;
  return isUnmistakable || wordsAround(look, from, to).every((word) => isNoName(word) || saysNothing(word));
}

/** Another script's words and signs name no app to whoever reads the host's name: "Cursor 官方". */
const isNoName = (word: string): boolean => word.length === 1 || !/^[a-z]+$/.test(word);

/** One of those words, or several that are written together. */
function saysNothing(text: string): boolean {
  const ends = new Set([0]);
  for (const start of ends) {
    for (const word of beside) if (text.startsWith(word, start)) ends.add(start + word.length);
  }
  return ends.has(text.length);
}

function wordsAround({ skeleton, seams }: Look, start: number, end: number): string[] {
  const words = seams.slice(1).map((seam, index) => [seams[index] ?? 0, seam] as const);
  return words.filter(([from, to]) => to <= start || from >= end).map(([from, to]) => skeleton.slice(from, to));
}

function skeletonsOf(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(', ')).map(skeletonOf));
}

/** A name that any app may have, or that its words have by chance, is compared as a whole alone; one that says nothing, never. */
export function claimableOperator(operator: KnownHost): readonly Claimable[] {
  const names = claimableNames([operator]).filter(({ skeleton }) => !saysNothing(skeleton));
  return names.map((claim) => ({ ...claim, isUnmistakable: false }));
}

/** The longest first. */
function claimableNames(known: readonly KnownHost[]): readonly Claimable[] {
  const hostsOf = new Map<string, KnownHost[]>();
  for (const host of known) {
    for (const skeleton of host.names.map(skeletonOf)) hostsOf.set(skeleton, [...(hostsOf.get(skeleton) ?? []), host]);
  }
  hostsOf.delete('');
  return Array.from(hostsOf, ([skeleton, hosts]) => ({
    skeleton,
    hosts,
    isUnmistakable: skeleton.length >= shortest && !ordinary.has(skeleton),
  })).toSorted((left, right) => right.skeleton.length - left.skeleton.length);
}
