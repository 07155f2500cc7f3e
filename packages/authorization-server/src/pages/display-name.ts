/** A name that a stranger chose, made fit to be read: nothing invisible, nothing that turns the text around (Unicode UTS #55, UAX #9). */

/** Graphemes, where a name stands in a sentence. */
const mostInSentence = 60;

/** Longer than any name; what comes after is not worth a reader's or a server's time. */
const mostRead = 2000;

// Emoji are joined and coloured by invisible characters: these two stay, and only right there.
const emojiJoiner = String.raw`(?<=\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}]?\uFE0F?)\u200D(?=\p{Extended_Pictographic})`;
const emojiStyle = String.raw`(?<=\p{Extended_Pictographic})\uFE0F`;
const hidden = String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}\uFFFC\uFFFD]`;

const spaces = /[\p{White_Space}\u2800]+/gu;
const unreadable = new RegExp(`(?!${emojiJoiner}|${emojiStyle})${hidden}`, 'gu');
// Stacked without end they would cover the lines above and below; no name needs more than three, or one that encloses.
const stackedMarks = /(\p{M}{3})\p{M}+/gu;
const enclosingMarks = /(?!\u20E3)\p{Me}/gu;
const leadingMarks = /^[\p{M}\s]+/u;
// The page puts names in quotes; a name must not be able to end them.
const quotes =
  /["\u201C-\u201F\u00AB\u00BB\u02BA\u02DD\u02EE\u05F4\u2033\u2034\u2036\u2037\u2057\u275D\u275E\u3003\u301D-\u301F\uFF02\u{1F676}-\u{1F678}]/gu;
// Two single ones side by side are a double one to the eye.
const pairedQuotes =
  /['`\u00B4\u02B9\u02BB-\u02BD\u02C8\u02CA\u02CB\u05F3\u1FBD\u1FBF\u1FFE\u2018-\u201B\u2032\u2035\u2039\u203A\u275B\u275C\uA78C\uFF07]{2,}/gu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line of at most `most` graphemes; empty when nothing readable is left. Doing it twice changes nothing. */
export function displayName(value: string, most = mostInSentence): string {
  const readable = value
    .slice(0, mostRead)
    .toWellFormed()
    .replaceAll(spaces, ' ')
    .replaceAll(unreadable, '')
    .normalize('NFC')
    .replaceAll(quotes, "'")
    .replaceAll(enclosingMarks, '')
    .replaceAll(stackedMarks, '$1')
    .replaceAll(pairedQuotes, "'")
    .replace(leadingMarks, '')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  return cut(readable, most);
}

function cut(text: string, most: number): string {
  const kept: string[] = [];
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length === most) return `${kept.slice(0, -1).join('').trimEnd()}…`;
    kept.push(segment);
  }
  return text;
}
