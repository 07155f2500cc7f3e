/** State that travels through the client between two rounds: sealed for the caller it was given to (SEP-2322). */
import { randomBytes } from 'node:crypto';
import { createRequestStateCodec, type RequestStateCodec } from '@modelcontextprotocol/server';
import { callerOf } from '../caller.ts';

/** How far a call has come, and what was said on the way. */
export interface Rounds {
  readonly done: number;
  readonly name?: string;
}

export type RoundsCodec = RequestStateCodec<Rounds>;

/** Under a key of this process. */
export function createRoundsCodec(): RoundsCodec {
  return createRequestStateCodec<Rounds>({
    key: randomBytes(32),
    bind: ({ http }) => callerOf(http?.authInfo).key,
  });
}
