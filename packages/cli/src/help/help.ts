/** What `--help` prints: every command in a line, or one command in full; for eighty columns. */
import { wrapped } from '../openapi/text.ts';
import { topics, type Topic } from './topics.ts';

export function help(name?: string): string {
  const topic = topics.find((each) => each.name === name);
  if (topic) return [...usesOf(topic), ...(topic.more ?? []).flatMap((text) => ['', ...wrapped(text)])].join('\n');
  return [
    'granthouse — OAuth 2.1 made for MCP',
    ...topics.flatMap((each) => ['', ...usesOf(each)]),
    '',
    '  granthouse COMMAND --help',
    '      all that one of them takes',
    '  granthouse --version',
    '      the version of this command',
    '',
    'The configuration is described in docs/quickstart.md.',
  ].join('\n');
}

const usesOf = ({ uses }: Topic): string[] =>
  uses.flatMap(([words, does]) => [`  granthouse ${words}`, ...wrapped(does, '      ')]);
