/**
 * The scopes of MCP tools, judged by the body of a call before either line of the MCP SDK sees it (MCP authorization,
 * scope challenge). The body decides and no header: what it names is what runs.
 */
import { ConfigurationError, OAuthError } from '@granthouse/protocol';
import { type BodyScopes, requireScopeTokens } from './scope-gate.ts';

export { holdsScopes } from './holds-scopes.ts';

/** For each name the scopes that a call needs, all of them; tools of your own definition that have `name` and `scopes` fit. */
export type ScopeDeclarations =
  | Readonly<Record<string, CallScopes>>
  | readonly { readonly name: string; readonly scopes: CallScopes }[];

/** The same for every call, or what its arguments tell. */
export type CallScopes = readonly string[] | ArgumentScopes;

export interface ArgumentScopes {
  /** What a call with these arguments needs. They are as they came, which is any JSON value, or undefined. */
  readonly of: (args: unknown) => readonly string[];
  /** Every scope that `of` may name, so that a wrong one is found at the start. */
  readonly scopes: readonly string[];
}

export interface ToolScopesOptions {
  /** The prompts, judged in the same way; without this list a prompt needs the resource's required scopes alone. */
  readonly prompts?: ScopeDeclarations;
  /**
   * What a tool or prompt needs that isn't declared: a list of scopes, of which an empty one asks for the resource's required scopes
   * alone. By default a call of it is refused with words that say so, so that a forgotten or misspelt tool is never open.
   */
  readonly undeclared?: readonly string[];
  /** Bytes that are read of a body, when no parser did it before: 4 MiB by default, as both lines of the SDK have it. */
  readonly maxBodyBytes?: number;
}

/** What the calls in a body need; a batch needs all that its calls need (JSON-RPC 2.0 §6). Throws ConfigurationError. */
export function toolScopes(tools: ScopeDeclarations, options: ToolScopesOptions = {}): BodyScopes {
  const { prompts, undeclared, maxBodyBytes = 4 * 1024 * 1024 } = options;
  const declared = new Map([['tools/call', declaredScopes(tools, 'toolScopes')]]);
  if (prompts) declared.set('prompts/get', declaredScopes(prompts, 'toolScopes.prompts'));
  if (undeclared) requireScopeTokens(undeclared, 'toolScopes.undeclared');
  return {
    maxBodyBytes,
    scopes: [...[...declared.values()].flatMap((calls) => [...calls.values()].map(allIn)), undeclared ?? []].flat(),
    of(body) {
      const scopes = callsIn(body).flatMap(({ method, name, args }) => {
        const byName = declared.get(method);
        const ofOne = byName === undefined ? [] : (byName.get(name) ?? undeclared);
        if (ofOne !== undefined) return dependOnArguments(ofOne) ? ofOne.of(args) : ofOne;
        throw new OAuthError(
          'access_denied',
          'there is no such tool or prompt, or the server declares no scopes for it',
        );
      });
      // Each once, because they go into events, and a batch may be long.
      return [...new Set(scopes)];
    },
  };
}

/**
 * A `scopeChallenge` for `registerTool`, `registerPrompt` and `registerResource` of the 2.x SDK, for what is registered
 * while the server runs and stands in no list. It asks for what was granted and what is needed; a call without
 * credentials lacks every scope. The SDK itself stops at the first call of a batch that lacks one.
 */
export function scopeChallenge(...scopes: readonly [string, ...string[]]) {
  requireScopeTokens(scopes, 'scopeChallenge');
  return ({ authInfo }: { authInfo?: { scopes: readonly string[] } | undefined }) => {
    const granted = authInfo?.scopes ?? [];
    const missing = scopes.filter((scope) => !granted.includes(scope));
    return missing.length === 0 ? undefined : { scopes: [...granted, ...missing] as [string, ...string[]] };
  };
}

/** A map, so that a tool may have any name, `constructor` and `__proto__` among them. */
function declaredScopes(declarations: ScopeDeclarations, option: string): ReadonlyMap<string, CallScopes> {
  const entries = isList(declarations)
    ? declarations.map(({ name, scopes }) => [name, scopes] as const)
    : Object.entries(declarations);
  const declared = new Map<string, CallScopes>();
  for (const [name, scopes] of entries) {
    const path = `${option}[${JSON.stringify(name)}]`;
    const remedy = 'Declare each name once.';
    if (declared.has(name)) throw new ConfigurationError({ path, found: 'a second declaration', remedy });
    requireScopeTokens(allIn(scopes), path);
    declared.set(name, dependOnArguments(scopes) ? scopes : Object.freeze([...scopes]));
  }
  return declared;
}

const isList = (value: ScopeDeclarations): value is Extract<ScopeDeclarations, readonly unknown[]> =>
  Array.isArray(value);

const dependOnArguments = (scopes: CallScopes): scopes is ArgumentScopes =>
  typeof (Object(scopes) as Partial<ArgumentScopes>).of === 'function';

const allIn = (scopes: CallScopes): readonly string[] => (dependOnArguments(scopes) ? scopes.scopes : scopes);

/** What a message or a batch asks for by name; what has no name runs nothing. */
function callsIn(body: unknown): { method: string; name: string; args: unknown }[] {
  const messages: unknown[] = Array.isArray(body) ? body : [body];
  return messages.flatMap((message) => {
    const { method, params } = Object(message) as { method?: unknown; params?: unknown };
    const { name, arguments: args } = Object(params) as { name?: unknown; arguments?: unknown };
    return typeof method === 'string' && typeof name === 'string' ? [{ method, name, args }] : [];
  });
}
