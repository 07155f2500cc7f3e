/** What a registration, or a metadata document, is refused for: it is all in what the client sent (RFC 7591 §3.2.2). */
import type { Explanation, OpenRefusal } from './entry.ts';

const registrationRefused = {
  title: 'This app could not be registered',
  what: 'What it says of itself cannot be accepted, so it was not connected. Nothing of yours was touched.',
  steps: ['Tell the people who make the app: the details below are for them.'],
} as const satisfies Explanation;

const redirectUri = { ...registrationRefused, error: 'invalid_redirect_uri', section: 'RFC 7591 §3.2.2' } as const;
const metadata = { ...registrationRefused, error: 'invalid_client_metadata', section: 'RFC 7591 §3.2.2' } as const;

export const registrationRefusals = {
  'registration.body': {
    ...registrationRefused,
    error: 'invalid_request',
    section: 'RFC 7591 §3.1',
    cause: 'The body is not one JSON object, is too large, or is not sent as application/json.',
    remedy: 'Send the metadata as one JSON object.',
  },
  'registration.redirect_uris': {
    ...redirectUri,
    cause: 'redirect_uris is not an array of one to twenty strings.',
    remedy: 'Send every redirect URI that you use, and no more.',
  },
  'registration.redirect_uri.scheme': {
    ...redirectUri,
    cause:
      'A redirect URI has a scheme that runs code, reads files or is no address of an app, or a private-use scheme that is not the reverse of a domain name.',
    remedy:
      'Use https, http on a loopback address, or a scheme such as com.example.app:/callback (RFC 8252 §7). The operator can allow one exact URI with another scheme (registration.privateUseRedirectUris).',
  },
  'registration.redirect_uri.http': {
    ...redirectUri,
    cause: 'A redirect URI is http, and its host is not 127.0.0.1, [::1] or localhost.',
    remedy: 'Use https.',
  },
  'registration.redirect_uri.wildcard': {
    ...redirectUri,
    cause: 'A redirect URI holds an asterisk: they are compared exactly.',
    remedy: 'Register each redirect URI in full.',
  },
  'registration.redirect_uri.malformed': {
    ...redirectUri,
    cause: 'A redirect URI is not absolute, has a fragment or a user name, or is read differently by browsers.',
    remedy: 'Send it in the form in which a browser shows it.',
  },
  'registration.client_authentication': {
    ...metadata,
    cause: 'token_endpoint_auth_method is none that the server knows, or one that a public document can not have.',
    remedy: 'Use one of token_endpoint_auth_methods_supported; for an app that can keep no secret, none.',
  },
  'registration.grant_types': {
    ...metadata,
    cause: 'Clients that register themselves get authorization_code and refresh_token, and grant_types has neither.',
    remedy: 'Leave grant_types out. For client_credentials, ask the operator to register the client.',
  },
  'registration.response_types': {
    ...metadata,
    cause: 'response_types does not have code.',
    remedy: 'Leave response_types out, or send ["code"].',
  },
  'registration.imitation': {
    ...metadata,
    cause:
      'client_name looks like that of a known host, a redirect URI is at an address where that host is not known, or it looks like the name of the server, and the operator has such apps refused (registration.imitations).',
    remedy: 'Use a name of your own; or the operator registers the client.',
  },
  'registration.replacement': {
    ...metadata,
    section: 'RFC 7592 §2.2',
    cause:
      'A client that replaces its registration sent another id or secret, or a member that the server sets, or would become public.',
    remedy:
      'Send client_id as it is, client_secret as it is or not at all, and no date, no registration_access_token and no registration_client_uri.',
  },
  'registration.initial_access_token': {
    ...registrationRefused,
    what: 'Only apps that were invited may connect here, and it did not prove that it was. Nothing of yours was touched.',
    error: 'invalid_token',
    section: 'RFC 7591 §3',
    cause:
      'Registration is not open, and the initial access token is missing, malformed, wrong, expired, used up or removed.',
    remedy: 'Ask the operator for an initial access token, and send it as a bearer token with the registration.',
  },
  'registration.access_token': {
    ...registrationRefused,
    title: 'This app can not change its registration',
    what: 'It did not prove that it is the one that registered. Nothing of yours was touched.',
    error: 'invalid_token',
    section: 'RFC 7592 §2',
    cause:
      'The registration access token is missing, malformed or wrong, or the client is gone. Public clients have none.',
    remedy: 'Send the registration_access_token of the registration as a bearer token; without it, register again.',
  },
  'registration.keys': {
    ...metadata,
    cause:
      'private_key_jwt needs public keys: one to ten in jwks, or in a metadata document an https address in jwks_uri, never both.',
    remedy: 'Send the public keys in jwks.',
  },
} as const satisfies Readonly<Record<string, OpenRefusal>>;
