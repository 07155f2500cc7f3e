/** What a team says of its API: where it is, which operations become tools, who may call them, and with what credentials. */
import { longestName, strictest, type ToolLimits } from './limits/tool-limits.ts';
import { type CallOptions, completeCallOptions, type CompleteCallOptions } from './options/calls.ts';
import { judgeOptions } from './options/judge.ts';
import type { DescriptionOptions } from './plan/description.ts';
import type { Operation, ToolAnnotations } from './plan/plan.ts';
import type { Select } from './plan/selection.ts';
import type { NameOptions } from './plan/tool-names.ts';

/** `Principal` is who calls, as your server knows it from verified claims; never the token that came in. */
export interface OpenApiToolsOptions<Principal> extends CallOptions<Principal> {
  /** Origin and base path of every request; by default the first server of the document, or of the operation. */
  readonly server?: string | URL;
  /** Values for the variables of the document's servers. */
  readonly serverVariables?: Readonly<Record<string, string>>;
  /** Documents that references lead to, by their address as the references write it. Nothing is ever fetched. */
  readonly references?: Readonly<Record<string, object>>;
  readonly names?: Partial<NameOptions>;
  readonly descriptions?: Partial<DescriptionOptions>;
  /** Which operations become tools; all by default. */
  readonly select?: Select;
  /** What hosts take: all tools are shown so that each of these hosts takes them. As the document has them by default. */
  readonly limits?: ToolLimits | readonly ToolLimits[];
  /** The scopes that an operation needs, instead of those that the document names; undefined leaves them. */
  readonly scopes?: (operation: Operation) => readonly string[] | undefined;
  /** Hints for hosts that say more than the method does: a POST that only searches is readOnly. */
  readonly annotations?: (operation: Operation) => Partial<ToolAnnotations> | undefined;
}

/** With everything filled in. */
export interface ToolsOptions<Principal>
  extends Omit<OpenApiToolsOptions<Principal>, keyof CallOptions<Principal>>, CompleteCallOptions<Principal> {
  readonly names: NameOptions;
  readonly descriptions: DescriptionOptions;
  readonly limits?: ToolLimits;
}

/** Throws OpenApiError for the first wrong one, with its path, what was found there, and what would do. */
export function completeOptions<Principal>(options: OpenApiToolsOptions<Principal>): ToolsOptions<Principal> {
  judgeOptions(options);
  const { limits: hosts, idempotencyKey: _completed, ...others } = said(options);
  const limits = hosts && strictest([hosts].flat());
  const given = { style: 'as-is', prefix: '', maxLength: 64, ...said(options.names) } as const;
  const longest = Math.min(given.maxLength, limits ? longestName(limits) : Infinity);
  // What is left of a name below that is no word any more; the limits themselves cut it then.
  const names = { ...given, maxLength: Math.max(longest, given.prefix.length + 20) };
  const descriptions = { maxLength: 1024, ...said(options.descriptions) };
  const calls = completeCallOptions(options);
  return Object.freeze({ ...others, ...calls, names, descriptions, ...(limits && { limits }) });
}

/** Whoever passes an option on that was not given to them means the default. */
function said<T extends object>(options: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}
