/** Any other API behind the MCP server, by its document: whoever signs in calls it with the one credential that the environment holds. */
import { basename } from 'node:path';
import { stderrLog } from '@granthouse/example-mcp-server/log';
import { OpenApiError, openApiTools, type OpenApiTools } from '@granthouse/openapi-tools';
import { ConfigurationError, printableText } from '@granthouse/protocol';
import type { Principal } from '../mcp/principal.ts';
import { demoPerson } from './house.ts';
import type { Service } from './service.ts';
import type { OtherApi } from './settings.ts';

/** Throws ConfigurationError for a document that can't be read. */
export function otherService(other: OtherApi): Service {
  const name = basename(other.document);
  const tools = otherTools(other);
  const named = tools.scopes.flatMap(({ scopes }) => scopes);
  const scopes = Object.fromEntries(named.map((scope) => [scope, { description: `Use what ${name} calls ${scope}` }]));
  const [server] = [...tools.tools.values()].map((tool) => tool.server);
  return {
    name,
    scopes: { ...scopes, 'tools:call': { description: `Call ${name} for you` } },
    requiredScopes: ['tools:call'],
    about: [
      [
        'API',
        `${server ?? 'none'}   (${other.header ? `with ${other.header[0]}` : 'without credentials: API_HEADER gives some'})`,
      ],
      ['Sign in as', `${demoPerson.login} / ${demoPerson.password}   (the form comes filled in: this is a demo)`],
    ],
    open: () => Promise.resolve({ tools }),
  };
}

function otherTools({ document, server, header }: OtherApi): OpenApiTools<Principal> {
  try {
    return openApiTools<Principal>(document, {
      ...(server !== undefined && { server }),
      log: stderrLog,
      credentials: () => (header === undefined ? undefined : { headers: Object.fromEntries([header]) }),
    });
  } catch (cause) {
    if (!(cause instanceof OpenApiError)) throw cause;
    const { path, found, remedy } = cause;
    // It holds what strangers wrote, up to whole names.
    const where = printableText(placeOf(path, document));
    throw new ConfigurationError(
      { path: where, found: printableText(found), remedy: printableText(remedy) },
      { cause },
    );
  }
}

/** In the words of the command: an option, or the file with the place in it. */
function placeOf(path: string, document: string): string {
  if (path === 'server') return '--server';
  return path.startsWith('#/') ? `${document} ${path}` : document;
}
