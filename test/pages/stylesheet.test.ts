/** The stylesheet: readable in both schemes whatever the operator's colour, named by its content, loading and moving nothing. */
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@granthouse/protocol';
import * as fc from 'fast-check';
import { stylesheet } from '@granthouse/pages';
import { propertyRuns } from '../support/property-runs.ts';

type Palette = Record<string, string>;

function palettesOf(css: string): { light: Palette; dark: Palette } {
  const [light = {}, dark = {}] = [...css.matchAll(/:root\{([^}]*)\}/g)].map(([, body = '']) =>
    Object.fromEntries([...body.matchAll(/--([\w-]+):(#[\da-f]{6})/g)].map(([, name, colour]) => [name, colour])),
  );
  return { light, dark };
}

/** WCAG 2.2, "contrast ratio", written from its definition. */
function contrast(a = '', b = ''): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** What stands on what, and how much contrast WCAG 2.2 asks for: 4.5 for text (§1.4.3), 3 for borders and focus (§1.4.11). */
const pairs = [
  ['text', 'card', 4.5],
  ['text', 'ground', 4.5],
  ['text', 'shade', 4.5],
  ['muted', 'card', 4.5],
  ['muted', 'ground', 4.5],
  ['good', 'card', 4.5],
  ['problem', 'card', 4.5],
  ['problem', 'shade', 4.5],
  ['on-accent', 'accent', 4.5],
  ['card', 'text', 4.5],
  ['accent', 'card', 3],
  ['accent', 'ground', 3],
  ['control', 'card', 3],
] as const;

describe('stylesheet', () => {
  it.each(['light', 'dark'] as const)('has AA contrast in %s', (scheme) => {
    const palette = palettesOf(stylesheet().css)[scheme];
    for (const [front, back, least] of pairs) {
      expect(`${front} on ${back}: ${contrast(palette[front], palette[back]) >= least}`).toBe(
        `${front} on ${back}: true`,
      );
    }
  });

  it('has AA contrast with every accent that it takes, and refuses all others with one that it takes', () => {
    const part = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'));
    const colour = fc.tuple(part, part, part).map((parts) => `#${parts.join('')}`);
    fc.assert(
      fc.property(colour, (accent) => {
        const taken = accentTaken(accent);
        const { light, dark } = palettesOf(stylesheet({ accent: taken }).css);
        expect(light['accent']).toBe(taken);
        for (const palette of [light, dark]) {
          expect(contrast(palette['on-accent'], palette['accent'])).toBeGreaterThanOrEqual(4.5);
          expect(contrast(palette['accent'], palette['card'])).toBeGreaterThanOrEqual(3);
          expect(contrast(palette['accent'], palette['ground'])).toBeGreaterThanOrEqual(3);
        }
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('refuses a weak accent at start, with its place, its contrast and a colour that would do', () => {
    const error = refusalOf('#ffd400');
    expect(error.path).toBe('brand.accent');
    expect(error.found).toBe('"#ffd400", whose contrast with white is 1.43');
    expect(error.remedy).toMatch(/at least 4\.5, such as #[\da-f]{6}/);
  });

  it.each(['red', '', '#12', '#12345g', '#fff}*{}', 'url(//evil.example)', '#00000080'])(
    'refuses %j, which is no colour',
    (accent) => {
      expect(refusalOf(accent).remedy).toContain('#rrggbb');
    },
  );

  it('takes three digits for six', () => {
    expect(palettesOf(stylesheet({ accent: '#036' }).css).light['accent']).toBe('#003366');
  });

  it('has a name that changes with its content and only with it', () => {
    expect(stylesheet().path).toMatch(/^\/assets\/granthouse-[\da-f]{16}\.css$/);
    expect(stylesheet().path).toBe(stylesheet().path);
    expect(stylesheet({ accent: '#003366' }).path).not.toBe(stylesheet().path);
  });

  it('loads nothing and moves nothing', () => {
    const css = stylesheet().css.replace(/@media \(prefers-reduced-motion.*/s, '');
    expect(css).not.toMatch(/url\(|@import|@font-face|animation|transition|@keyframes|https?:/);
  });
});

function refusalOf(accent: string): ConfigurationError {
  try {
    stylesheet({ accent });
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
  }
  throw new Error(`${accent} was not refused with a ConfigurationError`);
}

/** The accent itself, or the one that its refusal proposes. */
function accentTaken(accent: string): string {
  try {
    stylesheet({ accent });
    return accent;
  } catch (error) {
    return /such as (?<colour>#[\da-f]{6})/.exec((error as ConfigurationError).remedy)?.groups?.['colour'] ?? accent;
  }
}
