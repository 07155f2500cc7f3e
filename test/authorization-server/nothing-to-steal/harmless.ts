/** What crosses the wire and may be read by whoever reads the store, by its name there, with the reason. Whatever isn't here is a secret. */
const names = 'it names someone or something, and opens nothing';
const words = 'a word of the standards, or of an app about itself, that anybody may know';
const publicKey = 'the public half of a key';

export const harmless: Readonly<Record<string, string>> = {
  application_type: words,
  alg: publicKey,
  aud: names,
  client_assertion_type: words,
  client_id: names,
  client_name: words,
  code_challenge: 'a hash: the code behind it opens only for who knows the verifier (RFC 7636 §7.2)',
  code_challenge_method: words,
  crv: publicKey,
  error: words,
  error_description: words,
  grant_type: words,
  grant_types: words,
  id_token_signed_response_alg: words,
  iss: names,
  jti: 'names an access token, which is its signature; what is stored is its hash',
  kid: publicKey,
  kty: publicKey,
  login: 'who a person is to the operator; the list of people shows it',
  login_hint: 'a login',
  name: 'what a person is called',
  redirect_uri: names,
  redirect_uris: names,
  response_mode: words,
  response_type: words,
  response_types: words,
  scope: words,
  sub: names,
  token_endpoint_auth_method: words,
  token_type: words,
  x: publicKey,
  y: publicKey,
};
