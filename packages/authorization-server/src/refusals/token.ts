/**
 * Why codes, tokens and clients are refused, for the log alone: which of these it is would tell a thief whether what they
 * hold is alive (RFC 6749 §5.2, RFC 9700 §4.14).
 */
import type { SecretRefusal } from './entry.ts';

const invalidGrant = { error: 'invalid_grant', isSecret: true } as const;
const invalidClient = { error: 'invalid_client', isSecret: true } as const;

export const tokenRefusals = {
  'code.unknown': {
    ...invalidGrant,
    cause: 'No such code: it was never given, its life is over, or it was guessed at too often.',
    remedy:
      'A code lives a minute (lifetimes.authorizationCode): look at what takes the client so long, and at the clocks.',
  },
  'code.replayed': {
    ...invalidGrant,
    cause: 'The code was redeemed before; its authorization has ended.',
    remedy:
      'The client sends its token request twice, or somebody else had the code: see the audit event authorization_code.replayed.',
  },
  'code.other_client': {
    ...invalidGrant,
    cause: 'The code was given to another client.',
    remedy: 'Two installs share what they store, or somebody else has the code.',
  },
  'code.redirect_uri': {
    ...invalidGrant,
    cause: 'redirect_uri is not that of the authorization request.',
    remedy: 'The client must send the same one, or leave it out.',
  },
  'code.verifier': {
    ...invalidGrant,
    cause: 'code_verifier is missing, or does not fit the challenge.',
    remedy: 'The client mixes up two attempts, or somebody else has the code.',
  },
  'code.other_key': {
    ...invalidGrant,
    cause: 'The code is bound to a DPoP key (dpop_jkt), and the proof is by another one, or missing.',
    remedy: 'The client must prove by the key of its authorization request, or somebody else has the code.',
  },
  'refresh_token.unknown': {
    ...invalidGrant,
    cause: 'No such refresh token: it was never given, or its authorization has ended or expired.',
    remedy: 'The person connects again. `granthouse authorizations list` shows what is connected.',
  },
  'refresh_token.replayed': {
    ...invalidGrant,
    cause: 'The refresh token was replaced before the grace window; the authorization has ended.',
    remedy: 'The client kept an old token, or two have the same one: see the audit event refresh_family.replayed.',
  },
  'refresh_token.other_client': {
    ...invalidGrant,
    cause: 'The refresh token was given to another client; the authorization has ended.',
    remedy: 'See the audit event refresh_family.replayed.',
  },
  'refresh_token.other_key': {
    ...invalidGrant,
    cause:
      'The refresh token is bound to a DPoP key, and the proof is by another one, which ended the authorization, or missing, which ended nothing.',
    remedy:
      'The client must keep its key as long as its refresh token, or somebody else has the token: see the audit event refresh_family.replayed.',
  },
  'refresh_token.too_old': {
    ...invalidGrant,
    cause: 'The authorization is as old as it may be (lifetimes.authorization).',
    remedy: 'The person connects again.',
  },
  'authorization.ended': {
    ...invalidGrant,
    cause: 'What the code or the token stands on has ended: it was taken back, replayed, or its person is gone.',
    remedy: 'The person connects again.',
  },
  'resource.not_granted': {
    error: 'invalid_target',
    isSecret: true,
    cause: 'The refresh token is good, and not for this resource.',
    remedy: 'The client asks for each resource in an authorization request of its own.',
  },
  'client_authentication.unknown_client': {
    ...invalidClient,
    cause: 'No client has this id.',
    remedy:
      'Hosts register again when they get this answer; a host that does not is stuck until its person connects again.',
  },
  'client_authentication.secret': {
    ...invalidClient,
    cause: 'The client secret is wrong.',
    remedy: 'Compare the secret that the client was given; `granthouse clients` makes a new one.',
  },
  'client_authentication.method': {
    ...invalidClient,
    cause: 'The client authenticates in another way than it registered.',
    remedy: 'See token_endpoint_auth_method in its registration.',
  },
  'client_authentication.assertion': {
    ...invalidClient,
    cause:
      'The assertion is not signed by a key of the client, is not for this server, has expired, lives too long, or came before.',
    remedy: 'The detail in the log names what is wrong with it.',
  },
  'client_authentication.document': {
    ...invalidClient,
    cause: 'The client id is the URL of a metadata document, which was not found, not read or not believed.',
    remedy: 'The detail in the log names what is wrong with it.',
  },
  'introspection.stranger': {
    ...invalidClient,
    cause: 'A client that proves nothing asked about a token.',
    remedy: 'Give the resource server a client with `introspects`.',
  },
} as const satisfies Readonly<Record<string, SecretRefusal>>;
