/** A set of tools as one server offers it: the caller of each request is worked out from what the guard verified. */
import { inspect } from 'node:util';
import type { Call } from '../call/dispatcher.ts';
import { withoutWords } from '../call/failure.ts';
import { type CallResult, toolError } from '../call/result.ts';
import type { UpstreamRefusal } from '../call/upstream-refusal.ts';
import { OpenApiError } from '../open-api-error.ts';
import { judgeOptions } from '../options/judge.ts';
import { registrationSchema } from '../options/schema.ts';
import type { ToolDefinition } from '../plan/plan.ts';
import type { ToolSet } from '../tool-set.ts';
import { type AuthInfo, type Caller, callerOf } from './caller.ts';

export interface RegistrationOptions<Principal> {
  /**
   * Who calls, in the words of your callbacks: by default everything that was verified, without the token. What is
   * given here sees the token too, because exchanging it for one of the API (RFC 8693) needs it; keep it out of what
   * you return. `auth` is undefined where no guard stands.
   */
  readonly principal?: (auth: AuthInfo | undefined) => Principal | Promise<Principal>;
  /**
   * Told when the API answered a call with 401 or 403, before the tool error is: whoever has not begun to answer the
   * host by then can challenge it instead, for scopes that the API names.
   */
  readonly onRefusal?: (refusal: UpstreamRefusal, auth: AuthInfo | undefined) => void;
  /** Tools of documents on one page of `tools/list`; all by default. */
  readonly pageSize?: number;
}

/** `principal` may be left out where the callbacks know callers as they are by default. */
export type OptionsFor<Principal> = Caller | undefined extends Principal
  ? [options?: RegistrationOptions<Principal>]
  : [options: RegistrationOptions<Principal> & Required<Pick<RegistrationOptions<Principal>, 'principal'>>];

/** A request, as either line of the SDK tells it. */
export interface Asking {
  readonly auth: AuthInfo | undefined;
  readonly signal: AbortSignal;
  /** Takes what the operator must know and the caller must not. */
  readonly report: (error: Error) => void;
}

export interface BoundTools {
  /** By name, in the order in which they are listed. */
  readonly names: ReadonlyMap<string, unknown>;
  readonly pageSize: number;
  list(asking: Asking): Promise<ToolDefinition[]>;
  call(params: { name: string; arguments?: unknown }, asking: Asking): Promise<CallResult>;
}

const noTools = {
  path: 'registerOpenApiTools',
  found: 'no tools as its second argument',
  remedy: 'Give it the server, then what openApiTools or searchTools returned.',
};

/** Throws OpenApiError for a wrong option, and for what are no tools. */
export function bindTools<Principal>(
  tools: ToolSet<Principal>,
  options: RegistrationOptions<Principal> = {},
): BoundTools {
  if (typeof (tools as Partial<typeof tools> | undefined)?.listFor !== 'function') throw new OpenApiError(noTools);
  judgeOptions(options, registrationSchema);
  const { principal = defaultPrincipal as never, onRefusal, pageSize = Infinity } = options;
  return {
    names: tools.tools,
    pageSize,
    async list({ auth, report }) {
      try {
        const listed = await tools.listFor(await principal(auth));
        return listed.map(({ definition }) => definition);
      } catch (error) {
        report(withoutToken(error, auth));
        // The words of the first may be the operator's alone.
        throw listingFailed(withoutToken(error, auth));
      }
    },
    async call({ name, arguments: args = {} }, { auth, signal, report }) {
      try {
        const call: Call<Principal> = {
          principal: await principal(auth),
          signal,
          report,
          ...(auth?.token && { inboundToken: auth.token }),
        };
        const result = await tools.call(name, args, call);
        const { refusal } = result;
        if (!refusal) return result;
        onRefusal?.(refusal, auth);
        return { ...result, content: [...result.content, { type: 'text', text: advice[refusal.status] }] };
      } catch (error) {
        report(withoutToken(error, auth));
        return toolError('The server could not make this call, and the fault is its own. Tell its operator.');
      }
    },
  };
}

const listingFailed = (cause: Error) => new Error('The server could not list its tools', { cause });

/** Whoever exchanges a token fails with errors that may hold it, such as the request that was refused. */
function withoutToken(error: unknown, auth: AuthInfo | undefined): Error {
  const isClean = !auth?.token || !inspect(error, { depth: 10, maxStringLength: Infinity }).includes(auth.token);
  return isClean && error instanceof Error ? error : withoutWords(error);
}

/** The API knows nothing of the sign-in to this server, and a host that renews it would go round in a circle. */
const advice = {
  401:
    'What it refused are the credentials that this server has for it: signing in to this server again changes nothing. ' +
    'Tell the person, whose account there may have to be connected anew, or the operator of this server.',
  403:
    'Signing in to this server again changes nothing. ' +
    'Tell the person: somebody has to give them, or this server, the right to do this there.',
} as const;

const defaultPrincipal = (auth: AuthInfo | undefined): Caller | undefined => auth && callerOf(auth);
