/**
 * What access tokens look like, by the authorization servers that write them: RFC 9068 §2 by the letter, and the dialects
 * of those that are older or go other ways. Each dialect says what tells an access token from the other tokens that the
 * same keys sign, because a type of `JWT` tells nothing (RFC 8725 §3.11, §3.12).
 */
import { isScopeToken, parseScope } from '@granthouse/protocol';

/** Members of an answer about a token that a server may be allowed to leave out. */
export type LeftOut = 'aud' | 'token_type';

export type Claims = Readonly<Record<string, unknown>>;

/** What must be so. */
interface Mark {
  readonly says: string;
  readonly holds: (claims: Claims) => boolean;
}

export interface TokenShape {
  /** Accepted values of the header's `typ`, in lower case and without `application/`; empty where there is no `typ`. */
  readonly types: readonly string[];
  /** The claims that may name the client: the first one that is there counts. */
  readonly client: readonly string[];
  /** The scopes as the token has them. Throws an OAuthError, or undefined is returned, when they can't be read. */
  readonly scopes: (claims: Claims) => string[] | undefined;
  /** What the token is for. */
  readonly audience: (claims: Claims) => unknown;
  readonly marks: readonly Mark[];
  /** Claims that may be missing. */
  readonly mayLack?: readonly 'iat'[];
  /** Audiences that every token of such a server may have, or that mean the server's own interfaces; `{issuer}` is its issuer. */
  readonly neverAudiences: readonly string[];
}

const spaced = (name: string) => (claims: Claims) => {
  const value = claims[name] ?? '';
  return typeof value === 'string' ? parseScope(value) : undefined;
};
const listed = (name: string) => (claims: Claims) => {
  const value = claims[name];
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'string' && isScopeToken(one));
  return isList ? [...new Set(value as string[])] : undefined;
};
const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isNamed = (value: unknown, name: unknown) =>
  name !== undefined && (value === name || (Array.isArray(value) && value.includes(name)));

const notAnIdToken: Mark = {
  says: 'has nothing that OpenID Connect puts into ID tokens alone: nonce, at_hash, c_hash, s_hash',
  holds: (claims) => ['nonce', 'at_hash', 'c_hash', 's_hash'].every((name) => claims[name] === undefined),
};
const noEvent: Mark = {
  says: 'tells of no event, as logout tokens and other security event tokens do',
  holds: ({ events }) => events === undefined,
};
const audienceClaim = ({ aud }: Claims) => aud;

const rfc9068: TokenShape = {
  types: ['at+jwt'],
  client: ['client_id'],
  scopes: spaced('scope'),
  audience: audienceClaim,
  marks: [],
  neverAudiences: ['{issuer}'],
};

const auth0: TokenShape = {
  types: ['jwt', 'at+jwt'],
  client: ['client_id', 'azp'],
  // Its `permissions` are what the person may do, however little the client was given: they are no scopes.
  scopes: spaced('scope'),
  audience: audienceClaim,
  marks: [
    notAnIdToken,
    noEvent,
    {
      says: 'is for an API: the audience of an ID token is always its own client',
      holds: ({ aud, azp, client_id: clientId }) => ![azp, clientId].some((client) => isNamed(aud, client)),
    },
  ],
  neverAudiences: ['{issuer}', '{issuer}userinfo', '{issuer}api/v2/'],
};

const entra: TokenShape = {
  types: ['jwt'],
  client: ['azp', 'appid'],
  // An application on its own has roles in place of scopes; the roles of a person are not for every client to use.
  scopes: (claims) => (claims['scp'] === undefined ? listed('roles')(claims) : spaced('scp')(claims)),
  audience: audienceClaim,
  marks: [
    notAnIdToken,
    noEvent,
    {
      says: 'has scopes, or the roles of an application that acts for nobody: ID tokens have neither',
      holds: ({ scp, idtyp, oid, sub }) =>
        isText(scp) || idtyp === 'app' || (idtyp === undefined && isText(oid) && oid === sub),
    },
  ],
  neverAudiences: ['{issuer}', '00000003-0000-0000-c000-000000000000', 'https://graph.microsoft.com'],
};

const keycloak: TokenShape = {
  types: ['jwt', 'at+jwt'],
  client: ['client_id', 'azp'],
  scopes: spaced('scope'),
  audience: audienceClaim,
  marks: [
    {
      says: 'calls itself Bearer, or DPoP when it is bound to a key: others are ID, Refresh, Offline or Logout',
      holds: ({ typ, cnf }) => typ === 'Bearer' || (typ === 'DPoP' && cnf !== undefined),
    },
    noEvent,
  ],
  neverAudiences: ['{issuer}', 'account', 'realm-management', 'broker'],
};

const okta: TokenShape = {
  types: ['', 'jwt', 'at+jwt'],
  client: ['cid'],
  scopes: listed('scp'),
  audience: audienceClaim,
  marks: [notAnIdToken, noEvent],
  neverAudiences: ['{issuer}'],
};

const cognito: TokenShape = {
  types: ['', 'jwt', 'at+jwt'],
  client: ['client_id'],
  scopes: spaced('scope'),
  // Without resource binding there is no `aud`: what stands before the last slash of a scope is its resource server.
  audience: (claims) => claims['aud'] ?? resourceServersOf(spaced('scope')(claims) ?? []),
  marks: [
    { says: 'is used for access: the other use is id', holds: ({ token_use: use }) => use === 'access' },
    notAnIdToken,
    noEvent,
  ],
  neverAudiences: ['{issuer}'],
};

function resourceServersOf(scopes: readonly string[]): string[] {
  return scopes.filter((scope) => scope.includes('/')).map((scope) => scope.slice(0, scope.lastIndexOf('/')));
}

export const tokenShapes = { rfc9068, auth0, entra, keycloak, okta, cognito } satisfies Record<string, TokenShape>;

/** How an authorization server writes its access tokens. */
export type TokenDialect = keyof typeof tokenShapes;

/** What a server says of an opaque token, whatever it may leave out (RFC 7662 §2.2). */
export function introspectedShape(resource: string, leftOut: readonly LeftOut[]): TokenShape {
  const mayLackAudience = leftOut.includes('aud');
  return {
    ...rfc9068,
    audience: ({ aud }) => (aud === undefined && mayLackAudience ? resource : aud),
    marks: [
      {
        says: 'is of a type that can be shown: a refresh token, which a server may describe too, has none',
        holds: ({ token_type: type, cnf }) => {
          if (type === undefined) return leftOut.includes('token_type');
          const lower = typeof type === 'string' ? type.toLowerCase() : '';
          return lower === 'bearer' || (lower === 'dpop' && cnf !== undefined);
        },
      },
    ],
    mayLack: ['iat'],
  };
}

/** Does the header's `typ` say that this can be an access token (RFC 9068 §4, RFC 7515 §4.1.9)? */
export function hasAccessTokenType(type: unknown, { types }: TokenShape): boolean {
  if (type === undefined) return types.includes('');
  return typeof type === 'string' && type !== '' && types.includes(type.toLowerCase().replace(/^application\//, ''));
}
