/** HTML as a browser reads it (parse5 follows the standard): its bones, its texts, and strings that try to change them. */
import * as fc from 'fast-check';
import { parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

/** Strings that a page has reason to fear, beside any others. NUL is left out: parsers drop it. */
export const hostileText: fc.Arbitrary<string> = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          ...['<', '>', '"', "'", '&', '=', '/', ' ', '`', '\n', '\r', '\t', '-->', '<!--', ']]>'].concat(
            [
              'script',
              '<script>',
              '</script>',
              '<img src=x onerror=alert(1)>',
              'onclick=',
              '&lt;',
              '&#60;',
              '</p>',
              '</bdi>',
            ],
            ['</title>', '<form action=//evil.example>', '\u202E', '\u200B', 'javascript:', 'a'],
          ),
        ),
      )
      .map((parts) => parts.join('')),
  )
  .map((text) => text.replaceAll('\0', '').toWellFormed());

/** Every element with the names of its attributes, in the order of the document. */
export function skeletonOf(html: string): string[] {
  return nodesOf(html).flatMap((node) =>
    'tagName' in node ? [`${node.tagName}(${node.attrs.map(({ name }) => name).join(' ')})`] : [],
  );
}

/** Every text and every attribute's value that isn't empty, in the order of the document. */
export function textsOf(html: string): string[] {
  return nodesOf(html)
    .flatMap((node) => {
      if ('attrs' in node) return node.attrs.map(({ value }) => value);
      return 'value' in node ? [node.value] : [];
    })
    .filter((text) => text !== '');
}

/** What a person can read without opening anything, as one line; the folded details apart. */
export function visibleTextOf(html: string): string {
  const words = (node: Node): string => {
    if ('tagName' in node && ['head', 'details', 'style'].includes(node.tagName)) return '';
    if ('tagName' in node && node.attrs.some(({ name, value }) => name === 'aria-hidden' && value === 'true'))
      return '';
    if ('value' in node) return node.value;
    return 'childNodes' in node ? node.childNodes.map(words).join('') : '';
  };
  return words(parse(html)).replaceAll(/\s+/g, ' ').trim();
}

/** The elements of that name, each with its attributes. */
export function elementsOf(html: string, tagName: string): Array<Record<string, string>> {
  return nodesOf(html).flatMap((node) =>
    'tagName' in node && node.tagName === tagName
      ? [Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]))]
      : [],
  );
}

function nodesOf(html: string): Node[] {
  const all = (node: Node): Node[] => [node, ...('childNodes' in node ? node.childNodes.flatMap(all) : [])];
  return all(html.startsWith('<!doctype') ? parse(html) : parseFragment(html));
}
