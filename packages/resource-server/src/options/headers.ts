/** The options of custom headers: their names, and the builder's function that says whose their values are. */
import { z } from 'zod';
import type { RequestHead } from '../request-head.ts';
import { headerName } from './header-name.ts';
import type { Answered } from './holder.ts';

export interface HeadersOptions {
  kind: 'headers';
  /** All of them have to come, each once and without a comma. When any came, the call is of this kind. */
  names: readonly string[];
  /**
   * Says whose these values are, nothing when they are wrong. Each is as it came, by the name as it stands in `names`.
   * Asked on every call. When it throws, the call is answered 503, and the log says where, without the error's words.
   */
  validate: (values: Readonly<Record<string, string>>, request: RequestHead) => Answered | Promise<Answered>;
}

export const headers = z.strictObject({
  kind: z.literal('headers'),
  names: z.array(headerName).min(1, 'name at least one header'),
  validate: z.custom<HeadersOptions['validate']>((value) => typeof value === 'function', 'give a function'),
});
