/**
 * Where this server differs from the engine on purpose, each with its reason. What is taken for another request is sent
 * to the engine as that one, and what a refusal changes is changed in the engine's store too, so that everything after
 * it is held to be the same again.
 */
import { canonicalResource, OAuthError } from '@granthouse/protocol';
import {
  client,
  endWhen,
  isWellFormed,
  refreshing,
  valuesOf,
  withField,
  type AskedDifferences,
} from './asked-difference.ts';
import { honestRequest, orders, withValues } from './token-request.ts';

export const askedDifferences: AskedDifferences = [
  {
    reason: 'any page may read the answers, which no cookie opens, and may see when to come again',
    example: refreshing({ headers: [['origin', 'https://host.example']] }),
    words: (place) =>
      place === 'header.access-control-allow-origin' || place === 'header.access-control-expose-headers',
  },
  {
    reason: 'an access token names its authorization, so that introspection can tell when it has ended',
    example: refreshing(),
    words: (place, { ours }) => place === 'access_token.grant_id' && ours.get(place) === 'string',
  },
  {
    reason: 'what is not a route is answered in words',
    example: refreshing({ method: 'PUT' }),
    words: (_place, { ours, stock }) => ours.get('status') === 404 && stock.get('status') === 404,
  },
  {
    reason: 'RFC 6749 §5.2: an error leads to the page that explains it, and has a reference to its line in the log',
    example: refreshing(withField('refresh_token', 'x')),
    words: (place, { ours, stock }) =>
      place === 'body.error_uri'
        ? /^<issuer>\/errors\/[a-z_.]+$/.test(String(ours.get(place)))
        : place === 'body.error_description' &&
          String(ours.get(place)).replace(/, reference [\da-f]{12}$/, '') === stock.get(place),
  },
  {
    reason: 'a malformed verifier is told before the code is looked up, so that it tells nothing of the code',
    example: {
      client,
      before: 'authorized',
      request: {
        ...honestRequest(client, 'authorization_code'),
        parameters: honestRequest(client, 'authorization_code').parameters.map(([name, value]) =>
          name === 'code_verifier' ? [name, 'short'] : [name, value],
        ),
      },
    },
    words: (place, { ours }) =>
      ['body.error', 'body.error_description', 'body.error_uri'].includes(place) &&
      String(ours.get('body.error_description')).startsWith('code_verifier must have 43 to 128'),
  },
  {
    reason: 'RFC 6749 §5.2: an error is JSON, whatever a program says that it accepts',
    example: refreshing({ ...withField('refresh_token', 'x'), headers: [['accept', 'text/html']] }),
    reading: (request) => ({ ...request, headers: request.headers.filter(([name]) => name !== 'accept') }),
  },
  {
    reason: 'OAuth 2.1 §10.2: the redirect URI may be left out with a code',
    example: {
      client,
      before: 'authorized',
      request: withValues(honestRequest(client, 'authorization_code'), 'redirect_uri', () => ''),
    },
    reading(request, kept) {
      const [code, ...more] = valuesOf(request, 'code');
      // What the engine asks for tells that there is no such code (RFC 6749 §5.2).
      const redirectUri = code && (kept.get(`AuthorizationCode:${code}`)?.redirectUri ?? 'https://host.example/');
      const given = request.parameters.filter(([name]) => name === 'redirect_uri');
      const isLeftOut = given.length < 2 && valuesOf(request, 'redirect_uri').length === 0 && more.length === 0;
      if (!isLeftOut || redirectUri === undefined) return request;
      const others = request.parameters.filter(([name]) => name !== 'redirect_uri');
      return { ...request, parameters: [...others, ['redirect_uri', redirectUri]] };
    },
  },
  {
    reason: 'RFC 8707 §2.2: one resource in many spellings is one resource',
    example: refreshing(withField('resource', `${orders}/`)),
    reading(request) {
      const spelt = withValues(request, 'resource', canonical).parameters;
      const isOne = new Set(spelt.flatMap(([name, value]) => (name === 'resource' ? value : []))).size === 1;
      const first = spelt.findIndex(([name]) => name === 'resource');
      const parameters = spelt.filter(([name], index) => !isOne || name !== 'resource' || index === first);
      return { ...request, parameters };
    },
  },
  {
    reason:
      'a resource that was not granted is told so before code or refresh token is taken: it costs nobody the connection',
    example: refreshing(withField('resource', 'https://evil.example/')),
    consequence({ error, before, kept }) {
      if (error !== 'invalid_target') return;
      kept.clear();
      for (const [key, payload] of before) kept.set(key, payload);
    },
  },
  {
    reason: 'invalid_target is explained in our words',
    example: refreshing(withField('resource', 'https://evil.example/')),
    words: (place, { ours, stock }) =>
      place === 'body.error_description' && [ours, stock].every((each) => each.get('body.error') === 'invalid_target'),
  },
  {
    reason: 'RFC 6749 §3.3: what a refresh asks for and no resource has is left out, like in the authorization request',
    example: refreshing(withField('scope', 'orders:read unknown offline_access')),
    reading(request) {
      if (valuesOf(request, 'grant_type').join() !== 'refresh_token' || !isWellFormed(request)) return request;
      const known = (scope: string) => scope.split(' ').filter((each) => !/^(?:unknown|offline_access)$/.test(each));
      return withValues(request, 'scope', (scope) => known(scope).join(' '));
    },
  },
  {
    reason: 'RFC 6749 §3.3: no scope is empty, and what was asked for and given need not be told (§5.1)',
    example: refreshing(withField('scope', 'openid')),
    words: (place, { ours, stock }) => place === 'body.scope' && !ours.has(place) && stock.get(place) === '',
  },
  {
    reason: 'RFC 9700 §4.14.2: a refresh token in the hands of another client ends its authorization',
    example: refreshing(withField('refresh_token', '<foreign>')),
    consequence: (exchange) => endWhen(exchange, ({ consumed }, error) => !consumed && error === 'invalid_grant'),
  },
  {
    reason: 'RFC 9700 §4.14.2: a replay ends it too, whatever else is wrong with the request',
    example: refreshing(withField('refresh_token', '<used>', [['scope', 'orders:write']])),
    consequence: (exchange) => endWhen(exchange, ({ consumed }) => Boolean(consumed)),
  },
  {
    reason: 'a replaced refresh token is taken for the newest while the grace window lasts',
    example: refreshing(withField('refresh_token', '<used>')),
    needsGrace: true,
    reading(request, kept) {
      const newest = (value: string) => {
        const { grantId, consumed } = kept.get(`RefreshToken:${value}`) ?? {};
        const all = consumed && kept.has(`Grant:${grantId}`) ? [...kept] : [];
        const live = all.find(
          ([key, each]) => key.startsWith('RefreshToken:') && each.grantId === grantId && !each.consumed,
        );
        return live?.[0].slice('RefreshToken:'.length) ?? value;
      };
      return withValues(request, 'refresh_token', newest);
    },
  },
  {
    reason: 'and the newest is answered again, instead of one more',
    example: refreshing(withField('refresh_token', '<used>')),
    needsGrace: true,
    words: (place, { ours, stock }) =>
      place === 'body.refresh_token' && ours.get(place) === 'the newest again' && stock.get(place) === 'a new one',
  },
];

function canonical(resource: string): string {
  try {
    return canonicalResource(resource);
  } catch (error) {
    if (error instanceof OAuthError) return resource;
    throw error;
  }
}
