/** The name of a header that carries credentials of the builder's own (RFC 9110 §5.1, §16.3.2). */
import { z } from 'zod';

/**
 * What proxies drop or write, browsers never let a page send (Fetch §2.2.2), or HTTP, CORS, MCP and OAuth give a
 * meaning of their own.
 */
const TAKEN =
  /^(?:accept|authorization|connection|cookie2?|date|dnt|dpop|expect|forwarded|host|keep-alive|last-event-id|origin|referer|set-cookie2?|te|trailer|transfer-encoding|upgrade|user-agent|via|(?:accept|access-control|content|if|mcp|proxy|sec|x-forwarded|x-http-method)-.*)$/;

export const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'give the name of a header')
  .refine(
    (name) => name.toLowerCase() !== 'authorization',
    'leave it out: Authorization carries access tokens and, by their prefix, API keys',
  )
  .refine((name) => !TAKEN.test(name.toLowerCase()), 'choose a name of your own, such as x-api-key: this one is taken');
