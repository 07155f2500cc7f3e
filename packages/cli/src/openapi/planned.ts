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
    if (options.server !== undefined || !/^#.*\/servers/u.test(error.path)) {
      // It holds what strangers wrote, up to whole names.
      throw new CommandError(printableText(error.message), { cause: error });
    }
    const { path, found, remedy } = error;
    const { tools, skipped, problems } = planned(file, { ...options, server: anyServer });
    return { tools, skipped, problems: [{ path, found, remedy }, ...problems] };
  }
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,6}$/u.test(text)) return Number(text);
  throw new UsageError(`--${option} is a whole number`);
}
