/** Puts tools on a server of either line of the SDK, beside those that a builder registers on it himself (MCP, tools). */
import type { Asking, BoundTools } from './bound-tools.ts';
import {
  type Handler,
  type HighLevelServer,
  type ProtocolServer,
  refuseTakenNames,
  requireFreeHandlers,
  takeOwnHandlers,
} from './own-tools.ts';
import { createServerTools, type OwnAnswers, type ServerTools } from './server-tools.ts';

/** What one line of the SDK calls its things. */
export interface SdkLine {
  /** What a server sets its handlers for. */
  readonly list: unknown;
  readonly call: unknown;
  /** What its lists say beside the tools. */
  listMembers?(context: never): object;
  askingOf(context: never): Omit<Asking, 'report'>;
}

const known = new WeakMap<ProtocolServer, ServerTools>();

/** Throws OpenApiError for a server that has tools already, and for a name that is there twice. */
export function register(server: HighLevelServer | ProtocolServer, tools: BoundTools, line: SdkLine): void {
  const protocol = 'server' in server ? server.server : server;
  const all = known.get(protocol) ?? answerOn(server, line);
  all.add(tools);
  known.set(protocol, all);
}

function answerOn(server: HighLevelServer | ProtocolServer, line: SdkLine): ServerTools {
  const isHighLevel = 'server' in server;
  const protocol = isHighLevel ? server.server : server;
  const all = createServerTools();
  requireFreeHandlers(protocol);
  const own = isHighLevel ? takeOwnHandlers(server, line) : undefined;
  if (isHighLevel) refuseTakenNames(server, all.has);
  // A document doesn't change while it is served, and no host has to listen whether it does.
  protocol.registerCapabilities({ tools: { listChanged: false } });

  const asking = (context: never): Asking => ({
    ...line.askingOf(context),
    report: (error) => protocol.onerror?.(error),
  });
  const ownAnswers = (request: never, context: never): OwnAnswers | undefined =>
    own && {
      list: async () => own.list(request, context) as ReturnType<OwnAnswers['list']>,
      call: async () => own.call(request, context) as ReturnType<OwnAnswers['call']>,
    };
  set(protocol, line.list, async (request: ListRequest, context: never) => ({
    ...(await all.list(request.params?.cursor, asking(context), ownAnswers(request as never, context))),
    ...line.listMembers?.(context),
  }));
  set(protocol, line.call, async (request: CallRequest, context: never) =>
    all.call(request.params, asking(context), ownAnswers(request as never, context)),
  );
  return all;
}

interface ListRequest {
  readonly params?: { readonly cursor?: string };
}

interface CallRequest {
  readonly params: { readonly name: string; readonly arguments?: unknown };
}

function set(protocol: ProtocolServer, what: unknown, handler: Handler): void {
  protocol.setRequestHandler(what as never, handler);
}
