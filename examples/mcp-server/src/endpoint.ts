/** What the entries on both lines of the SDK share: what they are, how much they read, and how they refuse. */
import type { RequestListener } from 'node:http';

export interface Endpoint {
  readonly requestListener: RequestListener;
  /** Ends what is left when every request is answered. */
  close(): Promise<void>;
}

/** Bytes: the longest arguments of any tool take a few kilobytes. */
export const maxRequestBodySize = 64 * 1024;

/** A refusal that answers no message, in the form that the SDK gives it. */
export const jsonRpcError = (message: string) => ({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });
