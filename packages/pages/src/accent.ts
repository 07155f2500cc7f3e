/** The operator's colour, held against WCAG 2.2 §1.4.3: it carries the text of the primary button and marks the focus. */
import { ConfigurationError } from '@granthouse/protocol';

/** Red, green, blue: 0 to 255. */
type Colour = readonly [number, number, number];

export interface AccentColours {
  readonly light: string;
  readonly dark: string;
}

const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
const enough = 4.5;

/**
 * The accent for both schemes: as given on a light card, lightened on a dark one until it can be read there.
 * Throws a ConfigurationError when it isn't a colour, or too weak on white.
 */
export function accentColours(accent: string, darkCard: string): AccentColours {
  const given = parseColour(accent);
  if (!given) throw refusal(JSON.stringify(accent), 'write it as #rrggbb, such as #1b5fa8');
  const contrast = contrastOf(given, white);
  if (contrast < enough) {
    const darker = writeColour(mixUntil(given, { with: black, on: white }));
    const found = `${JSON.stringify(accent)}, whose contrast with white is ${Math.floor(contrast * 100) / 100}`;
    throw refusal(found, `use a colour with a contrast of at least ${enough}, such as ${darker}, the same one darker`);
  }
  const card = parseColour(darkCard) ?? black;
  return { light: writeColour(given), dark: writeColour(mixUntil(given, { with: white, on: card })) };
}

function refusal(found: string, remedy: string): ConfigurationError {
  return new ConfigurationError({ path: 'brand.accent', found, remedy });
}

function parseColour(text: string): Colour | undefined {
  const digits = /^#(?<digits>[\da-f]{3}|[\da-f]{6})$/i.exec(text)?.groups?.['digits'];
  if (digits === undefined) return undefined;
  const pairs = (digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits).match(/../g) ?? [];
  const [red = 0, green = 0, blue = 0] = pairs.map((pair) => Number.parseInt(pair, 16));
  return [red, green, blue];
}

function writeColour(colour: Colour): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function mixUntil(colour: Colour, { with: other, on }: { with: Colour; on: Colour }): Colour {
  for (let percent = 0; percent < 100; percent += 1) {
    const mixed = mix(colour, other, percent / 100);
    if (contrastOf(mixed, on) >= enough) return mixed;
  }
  return other;
}

function mix([red, green, blue]: Colour, other: Colour, share: number): Colour {
  const part = (own: number, theirs: number) => Math.round(own * (1 - share) + theirs * share);
  return [part(red, other[0]), part(green, other[1]), part(blue, other[2])];
}

/** WCAG 2.2, definition of contrast ratio: 1 to 21. */
function contrastOf(a: Colour, b: Colour): number {
  const [lighter, darker] = [luminanceOf(a), luminanceOf(b)].toSorted((first, second) => second - first) as [
    number,
    number,
  ];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminanceOf([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
