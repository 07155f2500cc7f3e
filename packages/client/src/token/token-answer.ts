/** What a token endpoint answers, good or bad (RFC 6749 §5.1 and §5.2); the bad comes in more shapes than the RFC has. */
import { z } from 'zod';
import type { Tokens } from '../authorization/authorization.ts';
import { readScope } from '../authorization/read-scope.ts';
import { ClientError, type ClientErrorCode } from '../client-error.ts';
import { readJson } from '../network/read-json.ts';
import { errorCode } from './error-code.ts';

/** RFC 6749 §A.12: what a header carries. */
const token = z
  .string()
  .regex(/^[\u0021-\u007e]+$/u)
  .max(65_536);

/** Ten years, in seconds. */
const longestLife = 315_360_000;

const good = z.looseObject({
  access_token: token,
  token_type: z.string().regex(/^bearer$/iu),
  refresh_token: token.optional().catch(undefined),
  // Seconds; some write the number as text, and some a number that no calendar holds for a token without an end.
  expires_in: z
    .union([z.number(), z.string().regex(/^\d+$/u).transform(Number)])
    .pipe(z.number().positive().max(longestLife))
    .optional()
    .catch(undefined),
  scope: z.string().trim().min(1).optional().catch(undefined),
});

/** A map, for a server may name any member of an object. */
const codes: ReadonlyMap<string, ClientErrorCode> = new Map([
  ['invalid_client', 'client_unknown'],
  ['unauthorized_client', 'client_unknown'],
  ['invalid_grant', 'sign_in_needed'],
]);

interface Asked {
  readonly issuer: string;
  readonly now: () => number;
}

export async function tokenAnswer(response: Response, { issuer, now }: Asked): Promise<Tokens> {
  const body = await readJson(response);
  const { status } = response;
  const error = errorCode(body);
  if (error !== undefined) {
    const code = status < 500 ? codes.get(error) : undefined;
    throw new ClientError(code ?? 'token_refused', `${issuer} gave no token: ${error}`, { error, status });
  }
  const { success, data } = good.safeParse(body);
  if (!response.ok || !success) {
    throw new ClientError('token_refused', `${issuer} answered no token and no error`, { status });
  }
  return {
    accessToken: data.access_token,
    ...(data.refresh_token !== undefined && { refreshToken: data.refresh_token }),
    ...(data.expires_in !== undefined && { expiresAt: now() + 1000 * data.expires_in }),
    ...(data.scope !== undefined && { scope: readScope(data.scope) }),
  };
}
