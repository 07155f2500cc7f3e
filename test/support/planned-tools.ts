/** Documents of a few lines, and the tools that are planned of them. */
import {
  OpenApiError,
  type OpenApiTools,
  type OpenApiToolsOptions,
  openApiTools,
  type PlannedTool,
} from '@granthouse/openapi-tools';

const apiAddress = 'https://api.example.com';

/** A document of 3.1 with these paths; `more` replaces or adds members. */
export function documentOf(paths: object, more: object = {}): object {
  const info = { title: 'Orders', version: '1' };
  return { openapi: '3.1.0', info, servers: [{ url: apiAddress }], paths, ...more };
}

export function toolsOf(
  paths: object,
  options: OpenApiToolsOptions<unknown> = {},
  more: object = {},
): OpenApiTools<unknown> {
  return openApiTools(documentOf(paths, more), options);
}

/** The tool of one operation that posts to `/orders`. */
export function toolOf(operation: object, more: object = {}): PlannedTool {
  return onlyTool(toolsOf({ '/orders': { post: operation } }, {}, more));
}

export function onlyTool({ tools, skipped }: OpenApiTools<unknown>): PlannedTool {
  const [tool] = tools.values();
  if (!tool || tools.size > 1) throw new Error(`${tools.size} tools; skipped: ${JSON.stringify(skipped)}`);
  return tool;
}

/** Where each argument goes, by its name: `id_query: query id`. */
export function placesOf({ arguments: all }: PlannedTool): Record<string, string> {
  return Object.fromEntries([...all].map(([name, each]) => [name, `${each.in} ${each.wireName ?? '(whole)'}`]));
}

/** What is refused at the start; undefined where nothing is. */
export function refusalOf(start: () => unknown): OpenApiError | undefined {
  try {
    start();
    return undefined;
  } catch (error) {
    if (error instanceof OpenApiError) return error;
    throw error;
  }
}
