/** Every state of every page, as people meet them: for the screenshots and for the tests in a browser. */
import { type PageContext, stylesheet } from '@granthouse/pages';
import { consentPage, type ConsentProps } from '../../../packages/authorization-server/src/pages/consent.ts';
import { errorPage } from '../../../packages/authorization-server/src/pages/error.ts';
import { explanationPage } from '../../../packages/authorization-server/src/pages/explanation.ts';
import { homePage } from '../../../packages/authorization-server/src/pages/home.ts';
import { signedOutPage } from '../../../packages/authorization-server/src/pages/messages.ts';
import { signInPage, type SignInProps } from '../../../packages/authorization-server/src/pages/sign-in.ts';
import { signOutPage } from '../../../packages/authorization-server/src/pages/sign-out.ts';
import { remediesByHost } from '../../../packages/authorization-server/src/refusals/remedies-by-host.ts';
import { shownRefusal } from '../../../packages/authorization-server/src/refusals/shown.ts';
import { refusals, type RefusalCode } from '../../../packages/authorization-server/src/refusals/table.ts';
import { hostileNames } from './hostile-names.ts';

export const sheet = stylesheet();

export const context: PageContext = {
  brand: { name: 'Northwind Tools', contact: 'mailto:help@northwind.example' },
  stylesheetPath: sheet.path,
  homePath: '/',
};

const withoutContact: PageContext = { ...context, brand: { name: 'Granthouse' } };

export const signIn: SignInProps = {
  action: '/interaction/abc/sign-in',
  cancelAction: '/interaction/abc/deny',
  csrfToken: 'token-of-this-browser',
  app: { name: 'Cursor', asker: { kind: 'claims' } },
  serviceName: 'Order desk',
};

export const consent: ConsentProps = {
  approveAction: '/interaction/abc/approve',
  denyAction: '/interaction/abc/deny',
  switchAccountAction: '/interaction/abc/switch-account',
  csrfToken: 'token-of-this-browser',
  clientName: 'Cursor',
  clientUri: 'https://cursor.com',
  asker: { kind: 'claims' },
  redirect: { kind: 'https', host: 'cursor.com' },
  account: 'ada@northwind.example',
  serviceName: 'Order desk',
  serviceAddress: 'https://orders.northwind.example/mcp',
  longest: 400 * 86_400,
  permissions: [
    { scope: 'orders:read', sentence: 'See orders and customers', effect: 'read' },
    { scope: 'orders:write', sentence: 'Add notes to orders', effect: 'change' },
    { scope: 'refunds:write', sentence: 'Refund money to customers', effect: 'irreversible' },
  ],
};

/** As the small letters of some fonts and the capitals of others have it. */
export const imitation = {
  name: 'CIaude',
  asker: { kind: 'imitates', host: 'login.evil.example', imitated: 'Claude', knownAt: ['claude.ai', 'claude.com'] },
} as const;

/** Of who runs the server. */
const ownAsker = { kind: 'imitates', host: 'login.evil.example', imitated: 'Northwind Tools', knownAt: [] } as const;
const ownName = { clientName: 'Northwind Tools', asker: ownAsker };
const ownNameHere = { asker: { ...ownAsker, host: '' }, redirect: { kind: 'loopback' } } as const;

const person = 'ada@northwind.example';
const longHost = `claude.ai.${'login-'.repeat(9)}x.${'sub-domain.'.repeat(12)}evil.example`;

const inApps = { apps: remediesByHost };
const reference = '4f1c9a02b7d3';
const refused = (code: RefusalCode, asking?: Record<string, string>) =>
  shownRefusal({ code, reference }, { at: (path) => path, description: 'client is invalid', asking });

export interface State {
  readonly name: string;
  readonly html: string;
}

export const states: readonly State[] = [
  ['sign-in', signInPage(context, signIn)],
  ['sign-in-wrong', signInPage(context, { ...signIn, login: person, problem: { kind: 'wrong' } })],
  ['sign-in-wait', signInPage(context, { ...signIn, login: person, problem: { kind: 'wait', seconds: 240 } })],
  ['sign-in-busy', signInPage(context, { ...signIn, login: person, problem: { kind: 'busy' } })],
  ['sign-in-demo', signInPage(withoutContact, { ...signIn, demo: { login: 'demo@example.com', password: 'demo' } })],
  ['sign-in-registered', signInPage(context, { ...signIn, app: { name: 'Cursor', asker: { kind: 'registered' } } })],
  ['sign-in-alone', signInPage(withoutContact, { action: '/sign-in', csrfToken: 'token-of-this-browser' })],
  ['sign-in-hostile', signInPage(context, { ...signIn, app: { name: hostileNames.long, asker: { kind: 'claims' } } })],
  ['sign-in-imitation', signInPage(context, { ...signIn, app: imitation })],
  ['sign-in-imitation-operator', signInPage(context, { ...signIn, app: { name: 'Northwind Tools', asker: ownAsker } })],
  ['consent', consentPage(context, consent)],
  ['consent-loopback', consentPage(context, { ...consent, clientName: 'Claude Code', redirect: { kind: 'loopback' } })],
  ['consent-app', consentPage(withoutContact, { ...consent, redirect: { kind: 'app', scheme: 'cursor' } })],
  ['consent-registered', consentPage(context, { ...consent, asker: { kind: 'registered' } })],
  ['consent-document', consentPage(context, { ...consent, asker: { kind: 'verified', host: 'cursor.com' } })],
  [
    'consent-document-loopback',
    consentPage(context, {
      ...consent,
      clientName: 'Claude Code',
      asker: { kind: 'published', host: 'claude.ai' },
      redirect: { kind: 'loopback' },
    }),
  ],
  [
    'consent-imitation',
    consentPage(context, {
      ...consent,
      clientName: imitation.name,
      asker: imitation.asker,
      redirect: { kind: 'https', host: 'login.evil.example' },
    }),
  ],
  ['consent-imitation-operator', consentPage(context, { ...consent, ...ownName })],
  ['consent-imitation-operator-here', consentPage(context, { ...consent, ...ownName, ...ownNameHere })],
  [
    'consent-imitation-hostile',
    consentPage(context, {
      ...consent,
      clientName: hostileNames.long,
      asker: { ...imitation.asker, host: longHost },
      redirect: { kind: 'https', host: longHost },
    }),
  ],
  ['consent-nothing', consentPage(withoutContact, { ...consent, permissions: [] })],
  ...Object.entries(hostileNames).map(([name, clientName]): [string, string] => [
    `consent-name-${name}`,
    consentPage(context, { ...consent, clientName }),
  ]),
  [
    'consent-long-everything',
    consentPage(context, {
      ...consent,
      clientName: hostileNames.unbroken,
      clientUri: `https://${longHost}/`,
      redirect: { kind: 'https', host: longHost },
      account: `${'ada.lovelace.'.repeat(10)}@northwind.example`,
      serviceName: 'The order desk of the northern warehouses, returns and refunds included',
      permissions: [
        {
          scope: 'a',
          sentence: 'Change the delivery address of any order that has not left the warehouse yet',
          effect: 'change',
        },
        {
          scope: 'b',
          sentence: 'Delete customers together with everything that is known about their orders',
          effect: 'irreversible',
        },
      ],
    }),
  ],
  ['error', errorPage(context, refused('client.unknown'))],
  ['error-forgotten', errorPage(context, refused('client.forgotten'))],
  [
    'error-forgotten-claude',
    errorPage(
      context,
      refused('client.forgotten', { client_id: 'x', redirect_uri: 'https://claude.ai/api/mcp/auth_callback' }),
    ),
  ],
  ['error-safe', errorPage(context, refused('redirect_uri.not_registered'))],
  ['error-short', errorPage(withoutContact, { ...refusals.not_found })],
  ['error-unavailable', errorPage(context, refused('temporarily_unavailable'))],
  [
    'explained-apps',
    explanationPage(context, { ...refusals['client.forgotten'], ...inApps, code: 'client.forgotten' }),
  ],
  ['explained-grant', explanationPage(withoutContact, { ...refusals.invalid_grant, ...inApps, code: 'invalid_grant' })],
  ['explained-short', explanationPage(context, { ...refusals.not_found, apps: [], code: 'not_found' })],
  ['signed-out', signedOutPage(context)],
  ['expired', errorPage(context, refused('interaction.expired'))],
  ['already-done', errorPage(context, refused('interaction.done'))],
  ['out-of-date', errorPage(context, refused('interaction.out_of_date'))],
  ['sign-out', signOutPage(context, { action: '/sign-out', csrfToken: 'token-of-this-browser', account: person })],
  [
    'home',
    homePage(context, {
      issuer: 'https://login.northwind.example',
      signOutPath: '/sign-out',
      account: person,
      services: [{ name: 'Order desk', address: consent.serviceAddress }],
    }),
  ],
  [
    'home-signed-out',
    homePage(withoutContact, {
      issuer: 'http://localhost:9400',
      signOutPath: '/sign-out',
      services: [{ name: 'Order desk', address: 'http://localhost:9401/mcp' }],
    }),
  ],
].map(([name = '', html = '']) => ({ name, html }));
