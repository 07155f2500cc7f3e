/** What the start is told by its words: whose API is served, and how. Judged before anything is made. */
import { parseArgs } from 'node:util';
import { ConfigurationError } from '@granthouse/protocol';

/** Another's API, by its document. */
export interface OtherApi {
  readonly document: string;
  /** Origin and base path; the document's own by default. */
  readonly server?: string;
  /** What every request to it carries: a name and a value. */
  readonly header?: readonly [name: string, value: string];
}

export interface Settings {
  /** Undefined: the order desk's own API. */
  readonly other: OtherApi | undefined;
  /** Three tools that find, describe and call operations, instead of one for each. */
  readonly search: boolean;
}

export function settingsOf(words: readonly string[], { API_HEADER: header = '' }: NodeJS.ProcessEnv): Settings {
  const { document, server, search = false } = optionsIn(words);
  if (document === undefined) {
    if (server === undefined) return { other: undefined, search };
    const remedy = 'name its document, too: --document FILE';
    throw new ConfigurationError({ path: '--server', found: server, remedy });
  }
  const other = {
    document,
    ...(server !== undefined && { server }),
    ...(header !== '' && { header: headerIn(header) }),
  };
  return { other, search };
}

function optionsIn(words: readonly string[]) {
  try {
    const options = { document: { type: 'string' }, server: { type: 'string' }, search: { type: 'boolean' } } as const;
    return parseArgs({ args: [...words], options }).values;
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'use --document FILE, --server URL where the document names another server, and --search';
    throw new ConfigurationError({ path: 'the options', found, remedy }, { cause });
  }
}

/** As `curl -H` takes it. The value is a secret: no error repeats it. */
function headerIn(line: string): [string, string] {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([^\r\n]+)$/u.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return [name, value.trim()];
  const remedy = 'write it as a header: API_HEADER="Authorization: Bearer <key>"';
  throw new ConfigurationError({ path: 'API_HEADER', found: 'something else than one header', remedy });
}
