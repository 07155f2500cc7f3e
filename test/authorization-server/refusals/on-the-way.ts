/** Refusals on the way of a person, each provoked for real: of authorization requests, and of the forms of the pages. */
import { selfRegisteredPrefix } from '../../../packages/authorization-server/src/registration/client-id.ts';
import { Browser } from '../../support/browser.ts';
import { authorizationRequest, callback, publicClient, register } from '../../support/oauth-client.ts';
import { authorize, pageOf } from '../../support/connect.ts';
import { documentAt } from '../../support/metadata-document.ts';
import { serves } from '../metadata-documents/document-host.ts';
import { asJson, asPage, asRedirect, redirected, type Ground, type Refused, imitation, resource } from './ground.ts';

/** How it is provoked, and by which server it is told. */
export type Provoked = (here: Ground) => Promise<Refused>;

type Overrides = Record<string, string | undefined>;

const back =
  (overrides: Overrides): Provoked =>
  ({ issuer, at }) =>
    asRedirect(issuer, at.clientId, overrides);

const onPage =
  (overrides: Overrides): Provoked =>
  async ({ issuer, at }) =>
    asPage(issuer, await new Browser().open(at.request(overrides)));

const documentUrl = (name: string) => `https://apps.example.com/${name}.json`;

/** Posts a form of the consent page, bent. */
const form =
  (init: RequestInit, action = 'approve', accept = 'text/html'): Provoked =>
  async ({ issuer, at }) => {
    const page = await at.consentPage(at.shared);
    const found = page.forms.find((each) => each.action.endsWith(`/${action}`) || each.action.endsWith('/approve'));
    const url = new URL((found?.action ?? '').replace(/[^/]+$/, action), page.url);
    const cookie = at.shared.cookieHeader(url);
    const body = new URLSearchParams(found?.fields);
    const headers = { cookie, accept, ...(init.headers as object) };
    const response = await fetch(url, { method: 'POST', redirect: 'manual', body, ...init, headers });
    if (accept !== 'text/html') return asJson(response);
    const html = await response.text();
    return asPage(issuer, {
      page: { url: url.href, status: response.status, headers: response.headers, html, forms: [] },
    });
  };

export const onTheWay: ReadonlyArray<readonly [code: string, status: number, provoke: Provoked]> = [
  ['client.unknown', 400, onPage({ client_id: 'nobody' })],
  ['client.forgotten', 400, onPage({ client_id: `${selfRegisteredPrefix}nobody` })],
  ['redirect_uri.not_registered', 400, onPage({ redirect_uri: 'https://evil.example/' })],
  [
    'document.unlisted',
    400,
    async ({ other }) => {
      const url = new URL(`${other.issuer}/authorize?client_id=${encodeURIComponent(documentUrl('any'))}`);
      return asPage(other.issuer, await new Browser().open(url));
    },
  ],
  [
    'client.imitates',
    400,
    async ({ other }) => {
      const { url } = authorizationRequest(other.issuer, imitation, { resource });
      return asPage(other.issuer, await new Browser().open(url));
    },
  ],
  ['document.unread', 400, onPage({ client_id: documentUrl('nowhere') })],
  [
    'document.wrong',
    400,
    (here) => {
      const url = documentUrl('wrong');
      here.documents.put(url, serves(documentAt(url, { client_id: documentUrl('other') })));
      return onPage({ client_id: url })(here);
    },
  ],
  ['document.wrong', 400, onPage({ client_id: 'https://apps.example.com/' })],
  [
    'interaction.expired',
    400,
    async ({ issuer }) => asPage(issuer, await new Browser().open(`${issuer}/authorize/nothing-to-resume`)),
  ],
  [
    'interaction.expired',
    410,
    async ({ issuer }) => asPage(issuer, await new Browser().open(`${issuer}/interaction/nobody`)),
  ],
  [
    'interaction.done',
    410,
    async ({ issuer, at }) => {
      const browser = new Browser();
      const page = await at.signInPage(browser);
      await browser.submit(page, '/deny');
      return asPage(issuer, await browser.open(page.url));
    },
  ],
  [
    'interaction.out_of_date',
    410,
    async ({ issuer, at }) => {
      const browser = new Browser();
      const page = await at.consentPage(browser);
      await browser.submit(pageOf(await browser.open(`${issuer}/sign-out`)), '/sign-out');
      return asPage(issuer, await browser.open(page.url));
    },
  ],
  ['form.foreign', 403, form({ body: new URLSearchParams({ csrf: 'forged' }) })],
  ['form.foreign', 403, form({ headers: { origin: 'https://evil.example' } })],
  ['form.foreign', 403, form({ body: new URLSearchParams() }, 'approve', 'application/json')],
  ['form.unreadable', 415, form({ headers: { 'content-type': 'text/plain' } })],
  ['form.unreadable', 413, form({ body: new URLSearchParams({ csrf: 'x'.repeat(20_000) }) })],
  ['form.out_of_turn', 400, form({}, 'sign-in')],
  ['invalid_request', 303, back({ code_challenge: undefined, code_challenge_method: undefined })],
  ['invalid_request', 303, back({ code_challenge_method: 'plain' })],
  ['invalid_request', 400, onPage({ client_id: undefined })],
  ['invalid_request', 303, back({ prompt: 'consent none' })],
  ['unsupported_response_type', 303, back({ response_type: 'token' })],
  ['unsupported_response_mode', 303, back({ response_mode: 'carrier_pigeon' })],
  ['invalid_scope', 303, back({ scope: 'orders:read "' })],
  ['invalid_target', 303, back({ resource: 'not a URI' })],
  ['resource.foreign', 303, back({ resource: 'https://evil.example/' })],
  [
    'resource.unnamed',
    303,
    async ({ other }) => {
      const { client_id: clientId } = await register(other.issuer, publicClient);
      return asRedirect(other.issuer, clientId, {});
    },
  ],
  ['login_required', 303, back({ prompt: 'none' })],
  [
    'interaction_required',
    303,
    async (here) => {
      await here.at.consentPage(here.at.shared);
      return redirected((await here.at.shared.open(here.at.request({ prompt: 'none' }))).sentTo as URL);
    },
  ],
  ['request_not_supported', 303, back({ request: 'e30.e30.' })],
  ['request_uri_not_supported', 303, back({ request_uri: 'https://app.example/request' })],
  ['registration_not_supported', 303, back({ registration: '{}' })],
  [
    'access_denied',
    303,
    async ({ at }) => redirected(await authorize(at.request(), { browser: at.shared, decision: 'deny' })),
  ],
  [
    'access_denied',
    303,
    async (here) => {
      const consent = await here.at.consentPage(here.at.shared, { response_mode: 'form_post' });
      const arrival = await here.at.shared.submit(consent, '/deny');
      const posted = arrival.page?.forms.find(({ action }) => action === callback);
      return redirected(new URL(`${callback}?${new URLSearchParams(posted?.fields).toString()}`));
    },
  ],
];
