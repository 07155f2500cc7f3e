/** Every refusal by its stable code, in one table: what leaves the server, what the log says, and what docs/errors.md lists. */
import type { OAuthErrorCode } from '@granthouse/protocol';
import { authorizationRefusals } from './authorization.ts';
import { dpopRefusals } from './dpop.ts';
import { entranceRefusals } from './entrance.ts';
import type { OpenRefusal, Refusals } from './entry.ts';
import { registrationRefusals } from './registration.ts';
import { rfcCodes } from './rfc-codes.ts';
import { tokenRefusals } from './token.ts';

export const refusals = {
  ...rfcCodes,
  ...dpopRefusals,
  ...entranceRefusals,
  ...authorizationRefusals,
  ...registrationRefusals,
  ...tokenRefusals,
};

export type RefusalCode = keyof typeof refusals;

/** Those that are thrown as an `OAuthError`. */
export type ThrownCode = {
  [Code in RefusalCode]: (typeof refusals)[Code]['error'] extends OAuthErrorCode ? Code : never;
}[RefusalCode];

const table: Refusals = refusals;

export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(table, code);
}

/** The code of the page that may be shown for this one: its own, or for a secret its RFC code's. */
export function pageOf(code: RefusalCode): { readonly code: string; readonly page: OpenRefusal } {
  const found = refusals[code];
  const shown = 'isSecret' in found ? found.error : code;
  return { code: shown, page: table[shown] as OpenRefusal };
}

/** Every page, by its code. */
export function openRefusals(): ReadonlyArray<readonly [string, OpenRefusal]> {
  return Object.entries(table).filter((entry): entry is [string, OpenRefusal] => !('isSecret' in entry[1]));
}
