/** The guards of the page on identity providers, run as they stand before an issuer that writes tokens as each of these does. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { auth0 } from '../support/identity-providers/auth0.ts';
import { cognito } from '../support/identity-providers/cognito.ts';
import { entra } from '../support/identity-providers/entra.ts';
import { keycloak } from '../support/identity-providers/keycloak.ts';
import { okta } from '../support/identity-providers/okta.ts';
import { client, type IntrospectedGuard, sendJson, startIntrospectedGuard } from '../support/introspecting-issuer.ts';
import { textAt } from './documents.ts';
import { type Running, start, withLocal } from './snippet.ts';

let guard: IntrospectedGuard;
let resource: string;
beforeAll(async () => {
  guard = await startIntrospectedGuard();
  resource = `http://localhost:${await freePort()}/mcp`;
});
afterAll(() => guard.close());

/** The program with a local resource and issuer in place of those that it names. */
function program(name: string): string {
  const text = textAt(`examples/snippets/src/${name}`);
  const [, issuer = ''] = /issuer: '([^']+)'/.exec(text) ?? [];
  const local = { [issuer]: guard.issuer.issuer, 'https://orders.example.com/mcp': resource };
  return withLocal(text, { ...local, '(9401)': `(${new URL(resource).port})` });
}

const call = (token: string) =>
  fetch(resource, { method: 'POST', headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.status);

describe.each([
  ['with-auth0.ts', auth0],
  ['with-entra.ts', entra],
  ['with-keycloak.ts', keycloak],
  ['with-okta.ts', okta],
  ['with-cognito.ts', cognito],
])('%s', (name, { accessTokens, otherTokens }) => {
  let running: Running;
  beforeAll(async () => {
    running = await start(program(name));
  });
  afterAll(() => running.stop());

  type Write = (typeof otherTokens)[number][1];
  const sign = (write: Write) => {
    const { header, claims } = write({ issuer: guard.issuer.issuer, resource });
    const none = { aud: undefined, client_id: undefined, scope: undefined, jti: undefined };
    return guard.issuer.mint('', { claims: { ...none, ...claims }, header });
  };

  it('lets an access token of this provider through', async () => {
    expect(await call(await sign(accessTokens[0]![1]))).toBe(200);
  });

  it('refuses its ID token', async () => {
    expect(await call(await sign(otherTokens[0]![1]))).toBe(401);
  });
});

describe('with-introspection.ts', () => {
  let running: Running;
  beforeAll(async () => {
    running = await start(program('with-introspection.ts'), { ORDERS_SERVER_SECRET: client.clientSecret });
  });
  afterAll(() => running.stop());

  it('lets a token through that its server calls active, and no other', async () => {
    guard.reply = (response, { form }) => {
      const active = form.get('token') === 'good';
      sendJson(response, guard.answerFor({ active, aud: resource }));
    };
    expect([await call('good'), await call('bad')]).toEqual([200, 401]);
  });

  it('does not start without its secret, and says what would do', async () => {
    const environment = { ORDERS_SERVER_SECRET: '' };
    await expect(start(program('with-introspection.ts'), environment)).rejects.toThrow(/give the secret/);
  });
});
