/** What a connection shows of itself: nothing, a key, headers, or a token; each is asked again when it was refused. */
import type { Challenge } from '@granthouse/protocol';
import { ClientError } from '../client-error.ts';

export type HeaderFields = Readonly<Record<string, string>>;

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

/** RFC 6750 §2.1. */
export const apiKey = (key: string): Credential => fixed('api-key', { authorization: `Bearer ${key}` });

/** Of the server's own making. */
export const ownHeaders = (fields: HeaderFields): Credential => fixed('headers', fields);

function fixed(kind: 'api-key' | 'headers', fields: HeaderFields): Credential {
  return {
    kind,
    fields: () => Promise.resolve(fields),
    refused: ({ status }) => Promise.reject(refusedFor(status, 'the server refuses this credential')),
  };
}

function refusedFor(status: 401 | 403, message: string): ClientError {
  return new ClientError(status === 403 ? 'forbidden' : 'credential_refused', message, { status });
}
