/** Regular expressions as JSON Schema has them: of ECMA-262 with the flag u, which older ones are written anew for (JSON Schema 2020-12 §6.4). */

/** Longer ones keep a judge busy. */
const longest = 2048;
const syntax = /[\^$\\.*+?()[\]{}|/]/u;
const classEscape = /^\\[dDsSwW]$/u;

/** The same expression as the flag u takes it; undefined for what is none. */
export function unicodePattern(source: unknown): string | undefined {
  if (typeof source !== 'string' || source.length > longest) return undefined;
  return [source, withStrictEscapes(source)].find(compiles);
}

function compiles(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Without the flag a backslash before a sign, a lone brace and a hyphen beside `\w` stand for themselves (ECMA-262, annex B.1.2). */
function withStrictEscapes(source: string): string {
  const tokens = source.match(/\\.|\{\d+(?:,\d*)?\}|./gsu) ?? [];
  let isInClass = false;
  const strict = tokens.map((token, index) => {
    const isHyphenBeside = [tokens[index - 1], tokens[index + 1]].some((each) => classEscape.test(each ?? ''));
    if (token === '[' && !isInClass) isInClass = true;
    else if (token === ']' && isInClass) isInClass = false;
    else if (isInClass) return token === '-' && isHyphenBeside ? '\\-' : escapeOf(token, '-');
    else return /^[{}\]]$/u.test(token) ? `\\${token}` : escapeOf(token, '');
    return token;
  });
  return strict.join('');
}

function escapeOf(token: string, also: string): string {
  const sign = token.startsWith('\\') ? token.slice(1) : '';
  const isNeeded = sign === '' || /^[\dA-Za-z]/u.test(sign) || syntax.test(sign) || sign === also;
  return isNeeded ? token : sign;
}
