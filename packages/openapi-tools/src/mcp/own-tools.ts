/** Tools of a document beside those that a builder registers on the same McpServer, by its public methods alone. */
import { OpenApiError } from '../open-api-error.ts';

/** What both lines have in common, where their own types say more than is needed here. */
export type Handler = (request: never, context: never) => unknown;

export interface OwnHandlers {
  readonly list: Handler;
  readonly call: Handler;
}

/** McpServer of either line. */
export interface HighLevelServer {
  readonly server: ProtocolServer;
  registerTool: (name: string, ...rest: never[]) => { remove(): void };
}

/** Server of either line. */
export interface ProtocolServer {
  readonly transport?: object | undefined;
  setRequestHandler: (what: never, handler: Handler) => void;
  assertCanSetRequestHandler(method: string): void;
  registerCapabilities(capabilities: { tools: object }): void;
  onerror?: ((error: Error) => void) | undefined;
}

/** Throws OpenApiError when the server has handlers already, which could not be asked any more. */
export function requireFreeHandlers(protocol: ProtocolServer): void {
  try {
    if (protocol.transport !== undefined) throw new Error('the server is connected');
    protocol.assertCanSetRequestHandler('tools/list');
    protocol.assertCanSetRequestHandler('tools/call');
  } catch (cause) {
    throw new OpenApiError(
      {
        path: 'registerOpenApiTools',
        found: 'a server that has tools already, or is connected',
        remedy:
          'Call it first, before registerTool and connect, and leave tools out of the capabilities of the server.',
      },
      { cause },
    );
  }
}

/**
 * The handlers that McpServer answers its own tools with, by what it sets them for. It sets them with its first tool and
 * refuses to when others stand there, so they are taken at that moment, from a tool that is gone at once. Seen with
 * 1.25.0, 1.32.2, 2.0.0 and 2.4.0; throws OpenApiError for a version that does it otherwise.
 */
export function takeOwnHandlers(
  server: HighLevelServer,
  wanted: { readonly list: unknown; readonly call: unknown },
): OwnHandlers {
  const taken = new Map<unknown, Handler>();
  const { server: protocol } = server;
  const { setRequestHandler } = protocol;
  protocol.setRequestHandler = (what, handler) => void taken.set(what, handler);
  try {
    const register = server.registerTool as (
      name: string,
      config: object,
      callback: () => object,
    ) => { remove(): void };
    register.call(server, 'probe', {}, () => ({ content: [] })).remove();
  } finally {
    protocol.setRequestHandler = setRequestHandler;
  }
  const list = taken.get(wanted.list);
  const call = taken.get(wanted.call);
  if (list && call) return { list, call };
  const remedy = 'Take another version of the SDK, or a Server in the place of McpServer.';
  throw new OpenApiError({ path: 'registerOpenApiTools', found: 'a McpServer that answers in another way', remedy });
}

/** From now on a tool of the builder's own can't have a name that is taken: that is an error when he registers it. */
export function refuseTakenNames(server: HighLevelServer, isTaken: (name: string) => boolean): void {
  // `tool` is what the 1.x line had before.
  const methods = server as unknown as Record<'registerTool' | 'tool', HighLevelServer['registerTool'] | undefined>;
  for (const method of ['registerTool', 'tool'] as const) {
    const register = methods[method];
    if (register === undefined) continue;
    methods[method] = (name, ...rest) => {
      requireFreeName(name, isTaken);
      return register.call(server, name, ...rest);
    };
  }
}

export function requireFreeName(name: string, isTaken: (name: string) => boolean): void {
  if (!isTaken(name)) return;
  const remedy = 'Rename one of them, or give the tools of the document a prefix by names.prefix.';
  throw new OpenApiError({ path: name, found: 'two tools of this name on one server', remedy });
}
