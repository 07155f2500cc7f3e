/** The document that a command was given, planned by the options beside it. */
import {
  openApiTools,
  OpenApiError,
  type OpenApiTools,
  type OpenApiToolsOptions,
  type ToolLimits,
} from '@granthouse/openapi-tools';
import { printableText } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { CommandError, UsageError } from '../command-error.ts';

export type Planned = Pick<OpenApiTools<unknown>, 'tools' | 'skipped' | 'problems'>;

/** Where the API is matters to calls alone: a document that doesn't say can be looked at all the same. */
const anyServer = 'https://server.invalid';

/** Throws a CommandError for a document that can't be read. */
export function planOf(
  { words: [file = ''], options: given, lists }: Given,
  limits: readonly ToolLimits[] = [],
): Planned {
  const { server, names: style, prefix, 'max-name': maxLength } = given;
  const names = {
    ...(style !== undefined && { style: style as 'as-is' }),
    ...(prefix !== undefined && { prefix }),
    ...(maxLength !== undefined && { maxLength: wholeNumber('max-name', maxLength) }),
  };
  const tags = lists['tag'];
  return planned(file, { names, limits, ...(server !== undefined && { server }), ...(tags && { select: { tags } }) });
}

function planned(file: string, options: OpenApiToolsOptions<unknown>): Planned {
  try {
    return openApiTools(file, options);
  } catch (error) {
    if (!(error instanceof OpenApiError)) throw error;
    const { path, found, remedy } = error;
    if (options.server !== undefined || !/^#.*\/servers/u.test(path)) {
      // It holds what strangers wrote, up to whole names.
      const message = printableText(`${placeOf(path, file)}: found ${found}. ${remedy}`);
      throw new CommandError(message, { cause: error });
    }
    const { tools, skipped, problems } = planned(file, { ...options, server: anyServer });
    return { tools, skipped, problems: [{ path, found, remedy }, ...problems] };
  }
}

/** In the words of the command: the file, with the place in it, or an option. */
function placeOf(path: string, file: string): string {
  if (path.startsWith('#/')) return `${file} ${path}`;
  if (path === '#' || path === 'document' || path.startsWith('file:')) return file;
  const [, option] = optionNames.find(([name]) => path.startsWith(name)) ?? [];
  return option ?? path;
}

const optionNames = [
  ['server', '--server'],
  ['select.tags', '--tag'],
  ['names.style', '--names'],
  ['names.prefix', '--prefix'],
  ['names.maxLength', '--max-name'],
] as const;

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,6}$/u.test(text)) return Number(text);
  throw new UsageError(`--${option} is a whole number`);
}
