/** What somebody may have meant by a word that nothing is called. */

const most = 3;

/** The closest of what there is, best first; none when nothing is close. */
export function nearMisses(word: string, known: Iterable<string>): string[] {
  const wanted = word.toLowerCase();
  return [...new Set(known)]
    .map((each) => ({ each, distance: distanceTo(wanted, each.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length / 3))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ each }) => each);
}

/** Letters to add, take away or change; words in which the other stands whole count as close. */
function distanceTo(wanted: string, known: string): number {
  if (wanted.length > 100 || known.length > 100) return wanted === known ? 0 : Infinity;
  if (wanted.length > 2 && (known.includes(wanted) || wanted.includes(known))) return 1;
  let row = Array.from({ length: known.length + 1 }, (_each, index) => index);
  for (let index = 0; index < wanted.length; index += 1) {
    const next = [index + 1];
    for (let at = 1; at <= known.length; at += 1) {
      const change = (row[at - 1] ?? 0) + (known[at - 1] === wanted[index] ? 0 : 1);
      next.push(Math.min((row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[known.length] ?? Infinity;
}
