/** Tests that a page names, each as `test/some.test.ts`: “a part of its title”. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/source-files.ts';
import { exists } from './documents.ts';

export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

export function testsNamedIn(text: string): NamedTest[] {
  return [...text.matchAll(/`(?<file>test\/[^`]+)`: “(?<title>[^”]+)”/gu)].map(({ groups }) => ({
    file: groups?.['file'] ?? '',
    title: groups?.['title'] ?? '',
  }));
}

/** Whether there is such a file, with such a title in it. */
export function isThere({ file, title }: NamedTest): boolean {
  return exists(file) && readFileSync(join(root, file), 'utf8').includes(title);
}
