/** What a team says of its API: where it is, which operations become tools, who may call them, and with what credentials. */
import type { NameOptions } from './plan/tool-names.ts';
import type { Operation } from './plan/plan.ts';
import type { Selection } from './plan/selection.ts';

/** `Principal` is who calls, as your server knows it from verified claims; never the token that came in. */
export interface OpenApiToolsOptions<Principal> {
  /** Origin and base path of the API; by default the first server of the document. */
  readonly server?: string | URL;
  /** Values for the variables of the document's server. */
  readonly serverVariables?: Readonly<Record<string, string>>;
  /** Documents that references lead to, by their address as the references write it. Nothing is ever fetched. */
  readonly references?: Readonly<Record<string, object>>;
  readonly names?: Partial<NameOptions>;
  /** Which operations become tools; all by default. */
  readonly select?: Selection | ((operation: Operation) => boolean);
  /** Whether this caller may call the operation, and sees its tool: yes by default. */
  readonly authorize?: (operation: Operation, principal: Principal) => boolean | Promise<boolean>;
  /** What the request to the API carries to be let in; nothing by default. */
  readonly credentials?: (
    operation: Operation,
    principal: Principal,
  ) => Credentials | undefined | Promise<Credentials | undefined>;
  /** Milliseconds until a call is given up: 30,000 by default. */
  readonly timeout?: number;
  /** Bytes of an answer that are read: 1 MiB by default. */
  readonly maxAnswerBytes?: number;
  /** Instead of the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** Added to a request as they are. */
export interface Credentials {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** With everything filled in. */
export interface ToolsOptions<Principal> extends OpenApiToolsOptions<Principal> {
  readonly names: NameOptions;
  readonly timeout: number;
  readonly maxAnswerBytes: number;
}

export function completeOptions<Principal>(options: OpenApiToolsOptions<Principal>): ToolsOptions<Principal> {
  const names = { style: 'as-is', prefix: '', maxLength: 64, ...options.names } as const;
  return Object.freeze({ timeout: 30_000, maxAnswerBytes: 1024 * 1024, ...options, names });
}
