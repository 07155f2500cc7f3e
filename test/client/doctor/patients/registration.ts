/** Authorization servers that some host can't register at, or that register what they must not (RFC 7591, RFC 8252 §7). */
import { instead } from './ailments.ts';
import { html, json } from './healthy/answers.ts';
import type { Ailment, Patient } from './patient.ts';

/** Refuses redirect URIs that match. */
const refusing =
  (pattern: RegExp): Ailment =>
  async (request, healthy) => {
    const body = request.method === 'POST' ? await request.clone().text() : '';
    const isRegistration = new URL(request.url).pathname === '/register';
    if (!isRegistration || !pattern.test(body)) return healthy(request);
    return json({ error: 'invalid_redirect_uri', error_description: 'this redirect URI is not allowed' }, 400);
  };

export const registration: readonly Patient[] = [
  {
    name: 'no client on the person’s own machine may register',
    authorizationServer: refusing(/http:\/\/(?:localhost|127\.0\.0\.1)/),
    check: 'registration.hosts',
    fault: 'authorization-server',
  },
  {
    name: 'no app with a scheme of its own may register',
    authorizationServer: refusing(/"[a-z.-]+:\/\/(?<!https?:\/\/)/),
    check: 'registration.hosts',
    fault: 'authorization-server',
  },
  {
    name: 'registering is for those who have a token already',
    authorizationServer: instead('/register', () => json({ error: 'invalid_token' }, 401)),
    check: 'registration.hosts',
    fault: 'authorization-server',
  },
  {
    name: 'a page answers in the place of a registration',
    authorizationServer: instead('/register', () => html()),
    check: 'registration.hosts',
    also: ['registration.answer'],
    fault: 'authorization-server',
  },
  {
    name: 'a client may be sent to a script',
    serverHabits: { redirectUris: 'any' },
    check: 'registration.dangerous-uris',
    fault: 'authorization-server',
  },
];
