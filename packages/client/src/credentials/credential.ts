/** What a connection shows of itself: nothing, a key, headers, or a token; each is asked again when it was refused. */
import type { Challenge } from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';
import { type HeaderFields, judgeHeaderFields } from './header-fields.ts';

/** A 401, or a 403 for want of scope, as it came. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly challenges: readonly Challenge[];
  /** What the refused request had shown. */
  readonly shown: HeaderFields;
}

export interface Credential {
  readonly kind: 'none' | 'api-key' | 'headers' | 'oauth';
  /** For a request to the endpoint, and to nothing else. */
  fields(): Promise<HeaderFields>;
  /** Resolves when asking once more makes sense; otherwise throws the ClientError that says what a person can do. */
  refused(refusal: Refusal): Promise<void>;
}

export const noCredential: Credential = {
  kind: 'none',
  fields: () => Promise.resolve({}),
  refused: ({ status }) => Promise.reject(refusedFor(status, 'the server asks for a credential, and there is none')),
};

/**
 * RFC 6750 §2.1 in `Authorization`, where a key that comes with its scheme is sent as it is; alone in any other header.
 * Throws ClientError `not_allowed`.
 */
export function apiKey(key: string, header = 'Authorization'): Credential {
  const sent = key.trim();
  const isBare = header.toLowerCase() === 'authorization' && !/^[a-z]+ +\S/i.test(sent);
  return fixed('api-key', { [header]: isBare && sent !== '' ? `Bearer ${sent}` : sent });
}

/** Of the server's own making. Throws ClientError `not_allowed`. */
export const ownHeaders = (fields: HeaderFields): Credential => fixed('headers', fields);

function fixed(kind: 'api-key' | 'headers', given: HeaderFields): Credential {
  const fields = judgeHeaderFields(given);
  return {
    kind,
    fields: () => Promise.resolve(fields),
    refused: ({ status }) => Promise.reject(refusedFor(status, 'the server refuses this credential')),
  };
}

function refusedFor(status: 401 | 403, message: string): ClientError {
  return new ClientError(status === 403 ? 'forbidden' : 'credential_refused', message, { status });
}
