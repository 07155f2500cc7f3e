/** The order in which a person reads a page is a requirement of its own. */
import { expect } from '@jest/globals';
import { visibleTextOf } from './parsed-html.ts';

/** Every text can be read on the page, each after the one before it. */
export function expectInOrder(html: string, texts: readonly string[]): void {
  let rest = visibleTextOf(html);
  for (const text of texts) {
    expect(rest).toContain(text);
    rest = rest.slice(rest.indexOf(text) + text.length);
  }
}
