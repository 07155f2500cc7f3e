/** The cookies of the site: out of reach of scripts, of other sites and of other hosts. */
import { expect, it } from '@jest/globals';
import { cookiesOf } from '../../../../packages/client/src/connections/site/cookies.ts';

it('are bound to their host on https, and to this machine otherwise', () => {
  const flags = 'Path=/; HttpOnly; SameSite=Lax';
  expect(cookiesOf('https://a.example').write('s', 'x', 60)).toBe(
    `__Host-granthouse_s=x; ${flags}; Secure; Max-Age=60`,
  );
  expect(cookiesOf('http://localhost:9402').write('s', 'x')).toBe(`granthouse_s=x; ${flags}`);
  expect(cookiesOf('https://a.example').write('s', '')).toBe(`__Host-granthouse_s=; ${flags}; Secure; Max-Age=0`);
});

it('are found by their whole name among others', () => {
  const headers = {
    cookie: 'x__Host-granthouse_s=1; __Host-granthouse_s=2; __Host-granthouse_sign_in_a=3; granthouse_s=4',
  };
  const [cookies, request] = [cookiesOf('https://a.example'), new Request('https://a.example', { headers })];
  expect(cookies.read(request, 's')).toBe('2');
  expect(cookies.read(request, 'other')).toBeUndefined();
  expect(cookies.names(request, 'sign_in_')).toEqual(['sign_in_a']);
});
