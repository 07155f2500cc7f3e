/** The one stylesheet of all pages, under a name that changes with its content, so that a browser may keep it for ever. */
import { createHash } from 'node:crypto';
import { accentColours } from './accent.ts';
import { darkPalette, lightPalette, rules } from './stylesheet-rules.ts';

const ownAccent = '#1b5fa8';

/** `more`: the rules of pages of another kind. */
export interface StylesheetOptions {
  readonly accent?: string;
  readonly more?: string;
}

/** The path begins with `/assets/`. Throws a ConfigurationError when the accent is no colour or too weak to be read. */
export function stylesheet({ accent = ownAccent, more = '' }: StylesheetOptions = {}): { path: string; css: string } {
  const { light, dark } = accentColours(accent, darkPalette.card);
  const css = `:root{color-scheme:light dark;${variables({ ...lightPalette, accent: light })}}
@media (prefers-color-scheme:dark){:root{${variables({ ...darkPalette, accent: dark })}}}
${rules}${more}`;
  const hash = createHash('sha256').update(css).digest('hex').slice(0, 16);
  return { path: `/assets/granthouse-${hash}.css`, css };
}

function variables(palette: Readonly<Record<string, string>>): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');
}
