/** The name of a connection as agents know it: its tools appear as `mcp__<slug>__<tool>`, so that it has no underscore. */

const longestSlug = 20;

/** Built in everywhere. */
const reserved: readonly string[] = ['granthouse', 'mcp'];

export function isSlug(text: string): boolean {
  return text.length <= longestSlug && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text);
}

export function isReserved(slug: string, others: readonly string[]): boolean {
  return reserved.includes(slug) || others.includes(slug);
}

/** Letters lose their accents, whatever else stands between becomes one hyphen; undefined when nothing is left. */
export function slugOf(name: string): string | undefined {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const slug = words.join('-').slice(0, longestSlug).replace(/-$/, '');
  return slug === '' ? undefined : slug;
}
