/** What a token endpoint answers, good or bad (RFC 6749 §5.1 and §5.2); the bad comes in more shapes than the RFC has. */
import { z } from 'zod';
import type { Tokens } from '../authorization/authorization.ts';
import { readScope } from '../authorization/read-scope.ts';
import { ClientError, type ClientErrorCode } from '../client-error.ts';
import { readJson } from '../network/read-json.ts';

const good = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  refresh_token: z.string().min(1).optional(),
  expires_in: z.coerce.number().nonnegative().optional(),
  scope: z.string().optional(),
});
const bad = z.looseObject({ error: z.string().min(1).max(100) });

const codes: Readonly<Record<string, ClientErrorCode>> = {
  invalid_client: 'client_unknown',
  unauthorized_client: 'client_unknown',
  invalid_grant: 'sign_in_needed',
};

interface Asked {
  readonly issuer: string;
  readonly now: () => number;
}

export async function tokenAnswer(response: Response, { issuer, now }: Asked): Promise<Tokens> {
  const body = await readJson(response);
  const refused = bad.safeParse(body);
  if (refused.success) {
    const { error } = refused.data;
    throw new ClientError(codes[error] ?? 'token_refused', `${issuer} gave no token: ${error}`, {
      error,
      status: response.status,
    });
  }
  const { success, data } = good.safeParse(body);
  if (!response.ok || !success) {
    throw new ClientError('token_refused', `${issuer} answered no token and no error`, { status: response.status });
  }
  return {
    accessToken: data.access_token,
    ...(data.refresh_token !== undefined && { refreshToken: data.refresh_token }),
    ...(data.expires_in !== undefined && { expiresAt: now() + 1000 * data.expires_in }),
    ...(data.scope !== undefined && { scope: readScope(data.scope) }),
  };
}
