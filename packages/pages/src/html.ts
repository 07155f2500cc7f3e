/** HTML as a tagged template that escapes by default, so that no string becomes markup (HTML Living Standard §13.2.5). */

const fragment = Symbol('fragment');
const attributeList = Symbol('attributeList');

/** Markup that `html` made. Only `html` makes one: nothing that was parsed or received can pass for it. */
export interface SafeHtml {
  readonly [fragment]: string;
}

/** Attributes that `attributes` wrote: the only thing that may stand between a tag's name and its end. */
export interface SafeAttributes {
  readonly [attributeList]: string;
}

export type HtmlValue = string | number | SafeHtml | SafeAttributes | false | undefined | readonly HtmlValue[];

type Place = 'text' | 'tag' | 'attribute value';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or for a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/**
 * A fragment. Strings and numbers are escaped, fragments nest, `false` and `undefined` write nothing.
 * Throws a TypeError where escaping could not help: a value for a tag's name, an unquoted attribute, a script or a style.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  const places = placesOf(strings);
  const written = values.map((value, index) => write(value, places[index] ?? 'tag') + (strings[index + 1] ?? ''));
  return { [fragment]: (strings[0] ?? '') + written.join('') };
}

/** `{ required: true, value: 'a' }` as ` required value="a"`; `false` and `undefined` leave an attribute out. */
export function attributes(values: Readonly<Record<string, string | boolean | undefined>>): SafeAttributes {
  const written = Object.entries(values).map(([name, value]) => {
    if (!/^[a-z][a-z-]*$/.test(name)) throw new TypeError(`not the name of an attribute: ${name}`);
    if (value === undefined || value === false) return '';
    return value === true ? ` ${name}` : ` ${name}="${escapeHtml(value)}"`;
  });
  return { [attributeList]: written.join('') };
}

/** The text of a finished fragment, to be sent. */
export function render(finished: SafeHtml): string {
  return finished[fragment];
}

function write(value: HtmlValue, place: Place): string {
  if (place === 'tag') return writeAttributes(value);
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  if (place === 'attribute value') throw new TypeError('only text may stand in an attribute');
  if (fragment in value) return value[fragment];
  if (attributeList in value) throw new TypeError('attributes may stand in a tag only');
  return value.map((each) => write(each, place)).join('');
}

function writeAttributes(value: HtmlValue): string {
  if (typeof value === 'object' && attributeList in value) return value[attributeList];
  throw new TypeError('use attributes({ … }) inside a tag, and quotes around the value of an attribute');
}

const known = new WeakMap<TemplateStringsArray, readonly Place[]>();

/** Where each value of a template stands, read from the template's own text alone. */
function placesOf(strings: TemplateStringsArray): readonly Place[] {
  const found = known.get(strings);
  if (found) return found;
  const quote = { open: '' };
  let place: Place = 'text';
  const places = strings.map((text, index) => {
    // Inside these, text is read by other rules than escaping keeps; a script may say where it is, and holds nothing.
    const told = strings[index + 1]?.startsWith('"></script>')
      ? text.replace(/<script type="module" src="$/, '')
      : text;
    if (/<(?:script|style|!--|\/?$)/i.test(told))
      throw new TypeError('no value may stand in a script, a style, a comment or a name');
    for (const character of text) place = placeAfter(character, place, quote);
    if (place === 'tag' && /[=/]\s*$/.test(text)) throw new TypeError('put quotes around the value of an attribute');
    return place;
  });
  if (place !== 'text') throw new TypeError('the template ends inside a tag');
  known.set(strings, places);
  return places;
}

function placeAfter(character: string, place: Place, quote: { open: string }): Place {
  if (place === 'text') return character === '<' ? 'tag' : 'text';
  if (place === 'attribute value') return character === quote.open ? 'tag' : 'attribute value';
  if (character === '"' || character === "'") {
    quote.open = character;
    return 'attribute value';
  }
  return character === '>' ? 'text' : 'tag';
}
