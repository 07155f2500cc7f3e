/** Regular expressions of a document, which anybody may have written (JSON Schema 2020-12 §6.3.3, ECMA-262). */

export interface Patterns {
  /** For ajv, in the place of `new RegExp`. */
  readonly engine: { (pattern: string, flags: string): RegExp; code: string };
  /** False when one of them may take much more than quadratic time. */
  readonly arePlain: () => boolean;
}

export function createPatterns(): Patterns {
  let arePlain = true;
  const engine = (pattern: string, flags: string) => {
    arePlain &&= isPlain(pattern);
    return compiled(pattern, flags);
  };
  return { engine: Object.assign(engine, { code: 'new RegExp' }), arePlain: () => arePlain };
}

/** Many documents hold what only the older syntax takes; what none takes is left to the API. */
function compiled(pattern: string, flags: string): RegExp {
  for (const each of [flags, '']) {
    try {
      return new RegExp(pattern, each);
    } catch {}
  }
  return /(?:)/u;
}

/** No group is repeated, one thing at most any number of times, and there are few choices: each doubles the ways to try. */
function isPlain(pattern: string): boolean {
  const bare = pattern
    .replaceAll(/\\[\s\S]/gu, 'x')
    .replaceAll(/\[[^\]]*\]/gu, 'x')
    .replaceAll(/\(\?(?:<?[=!]|:)/gu, '(');
  if (/\)[*+?{]/u.test(bare)) return false;
  return (bare.match(/[*+]|\{\d*,\d*\}/gu) ?? []).length < 2 && (bare.match(/[?|]/gu) ?? []).length < 4;
}
