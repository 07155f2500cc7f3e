/** Authorization servers that some host can't register at, or that register what they must not (RFC 7591, RFC 8252 §7). */
import { instead } from './ailments.ts';
import { html, json } from './healthy/answers.ts';
import type { Ailment, Patient } from './patient.ts';

/** Refuses registrations that match. */
const refusing =
  (pattern: RegExp, error = 'invalid_redirect_uri'): Ailment =>
  async (request, healthy) => {
    const body = request.method === 'POST' ? await request.clone().text() : '';
    const isRegistration = new URL(request.url).pathname === '/register';
    if (!isRegistration || !pattern.test(body)) return healthy(request);
    return json({ error, error_description: 'this is not allowed' }, 400);
  };

export const registration: readonly Patient[] = [
  {
    name: 'no client on the person’s own machine may register',
    authorizationServer: refusing(/http:\/\/(?:localhost|127\.0\.0\.1)/),
    check: 'registration.hosts',
    words: /Take http redirect URIs on 127\.0\.0\.1/,
    fault: 'authorization-server',
  },
  {
    name: 'no app with a scheme of its own may register',
    authorizationServer: refusing(/"[a-z.-]+:\/\/(?<!https?:\/\/)/),
    check: 'registration.hosts',
    words: /Cursor.* Take cursor:/,
    fault: 'authorization-server',
  },
  {
    name: 'registering is for those who have a token already',
    authorizationServer: instead('/register', () => json({ error: 'invalid_token' }, 401)),
    check: 'registration.hosts',
    words: /without an initial access token/,
    fault: 'authorization-server',
  },
  {
    name: 'a client that says more than is known is refused',
    authorizationServer: refusing(/"(?:client_uri|application_type)"/, 'invalid_client_metadata'),
    check: 'registration.hosts',
    words: /Visual Studio Code.* Register the client without client_uri and application_type/,
    fault: 'authorization-server',
  },
  {
    name: 'a page answers in the place of a registration',
    authorizationServer: instead('/register', () => html()),
    check: 'registration.hosts',
    also: ['registration.answer'],
    words: /web page.* no client at all/,
    fault: 'authorization-server',
  },
  {
    name: 'a client may be sent to a script',
    serverHabits: { redirectUris: 'any' },
    check: 'registration.dangerous-uris',
    words: /javascript:alert/,
    fault: 'authorization-server',
  },
];
