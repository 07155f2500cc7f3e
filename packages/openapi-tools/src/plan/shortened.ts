/** A text cut with care: at the end of a paragraph, sentence or word, never inside a character, and with its code fences closed. */

const fence = '```';

/** At most `longest` characters, the ellipsis among them. */
export function shortened(given: string, longest: number): string {
  const text = given.trim();
  if (text.length <= longest) return text;
  const room = text.slice(0, longest - 2);
  const kept = endOf(room) ?? room;
  return closed(kept.trimEnd(), longest);
}

/** Where to stop so that not more than half is lost; undefined in a text without a space. */
function endOf(room: string): string | undefined {
  const ends = [/^[\s\S]*(?=\n\s*\n)/u, /^[\s\S]*[.!?。](?=\s)/u, /^[\s\S]*\S(?=\s)/u];
  return ends.map((end) => end.exec(room)?.[0]).find((kept) => kept !== undefined && kept.length >= room.length / 2);
}

function closed(kept: string, longest: number): string {
  const fences = kept.split(fence).length - 1;
  const whole = kept.replace(/[\uD800-\uDBFF]$/u, '');
  if (fences % 2 === 0) return `${whole} …`;
  const before = whole.slice(0, whole.lastIndexOf(fence)).trimEnd();
  if (before !== '') return `${before} …`;
  return `${whole.slice(0, longest - fence.length - 3)}\n…\n${fence}`;
}
