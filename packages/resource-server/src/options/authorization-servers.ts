/** The authorization servers that a resource trusts, and how the tokens of each are to be read (RFC 9728 §2, RFC 9068 §2). */
import { z } from 'zod';
import { type TokenDialect, tokenShapes } from '../verify/token-shapes.ts';
import { httpUrl } from './http-url.ts';
import { introspection, type IntrospectionOptions } from './introspection.ts';

/** An issuer alone keeps to RFC 9068; more words relax what one server can't do, and nothing else. */
export type AuthorizationServerOptions =
  | string
  | {
      /** As the server spells itself, letter for letter (RFC 8414 §2). */
      issuer: string;
      /** How it writes its access tokens: by RFC 9068 by default. */
      tokens?: TokenDialect | undefined;
      /** What its tokens may name as their audience beside the URL of the resource. Nothing by default. */
      audience?: readonly string[] | undefined;
      /** What it wants before each scope when it is asked, and leaves out of its tokens, such as `api://orders/`. */
      scopePrefix?: string | undefined;
      /** Asks this server about tokens that can't be read here (RFC 7662). One server at most is asked about opaque ones. */
      introspection?: IntrospectionOptions | undefined;
    };

const dialects = Object.keys(tokenShapes) as [TokenDialect, ...TokenDialect[]];

const server = z
  .strictObject({
    issuer: httpUrl('each issuer'),
    tokens: z.enum(dialects, { error: `leave it out, or give one of ${dialects.join(', ')}` }).default('rfc9068'),
    audience: z.array(z.string().min(1, 'name an audience')).default([]),
    scopePrefix: z
      .string()
      .regex(/^[\x21\x23-\x5B\x5D-\x7E]*$/, 'use what a scope may hold: no spaces, quotes and backslashes')
      .default(''),
    introspection: introspection.optional(),
  })
  .transform((one) => ({ ...one, shape: tokenShapes[one.tokens] }));

/** One authorization server, and how its tokens are read. */
export type AuthorizationServer = Readonly<z.output<typeof server>>;

/** An endpoint for all tenants says `{tenantid}` for its issuer, or the name of none. */
const MANY_TENANTS = /[{}]|\/(?:common|organizations|consumers)(?:\/|$)/;

const oneServer = z
  .union([httpUrl('each issuer').transform((issuer) => server.parse({ issuer })), server])
  .superRefine(({ issuer, tokens, shape, audience }, context) => {
    if (tokens === 'entra' && MANY_TENANTS.test(issuer)) {
      const message = 'name each tenant by an issuer of its own, with its id in it';
      context.addIssue({ code: 'custom', path: ['issuer'], message });
    }
    const never = shape.neverAudiences.map((one) => one.replace('{issuer}', issuer));
    for (const [index, one] of audience.entries()) {
      if (!never.includes(one)) continue;
      const message = 'name an audience of your own: this one is in tokens for the authorization server itself';
      context.addIssue({ code: 'custom', path: ['audience', index], message });
    }
  });

export const authorizationServerList = z
  .array(oneServer)
  // A token is a secret between its issuer and its holder: no other server may see it.
  .refine((list) => list.filter(({ introspection: asks }) => asks?.kinds.includes('opaque')).length <= 1, {
    error: "name one server for opaque tokens, and give the others introspection.kinds: ['jwt']",
  })
  .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, 'name each issuer once')
  .default([]);
