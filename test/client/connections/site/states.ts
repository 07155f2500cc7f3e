/** Every state of every page of connections, as people meet them: for the pictures and for the tests in a browser. */
import { type PageContext, stylesheet } from '@granthouse/pages';
import type { ConnectionView, Detected } from '@granthouse/client/connections';
import { siteScript } from '../../../../packages/client/src/connections/site/assets/script.ts';
import { siteRules } from '../../../../packages/client/src/connections/site/assets/stylesheet-rules.ts';
import { addPage } from '../../../../packages/client/src/connections/site/pages/add.ts';
import { nothingTyped } from '../../../../packages/client/src/connections/site/pages/typed.ts';
import { lookAtIssuer } from '../../../../packages/client/src/connections/site/typed-form.ts';
import { connectionPage } from '../../../../packages/client/src/connections/site/pages/connection.ts';
import { listPage } from '../../../../packages/client/src/connections/site/pages/list.ts';
import {
  problemPage,
  removePage,
  welcomePage,
} from '../../../../packages/client/src/connections/site/pages/messages.ts';
import { doneWords, failureOf, formerWords } from '../../../../packages/client/src/connections/site/pages/words.ts';
import {
  admin,
  broken,
  crm,
  held,
  hostile,
  inClear,
  now,
  open,
  redirectUri,
  reports,
  rewritten,
  teammate,
  tickets,
  warehouse,
} from './shown-connections.ts';

export const siteSheet = stylesheet({ more: siteRules });
export const script = siteScript();

const context: PageContext = {
  brand: { name: 'Northwind', contact: 'mailto:help@northwind.example' },
  stylesheetPath: siteSheet.path,
  scriptPath: script.path,
  homePath: '/',
};

const list = (viewer: typeof admin, connections: readonly ConnectionView[], done?: string) =>
  listPage(context, { viewer, connections, endpoint: 'https://connections.northwind.example/mcp', done });
const one = (viewer: typeof admin, connection: ConnectionView, more = {}) =>
  connectionPage(context, { viewer, connection, now, ...more });
const typed = { ...nothingTyped, name: 'Internal CRM', url: 'https://crm.northwind.example/mcp' };
const adding = (more = {}) => addPage(context, { viewer: admin, typed, redirectUri, openedAt: now, ...more });
const found = (asks: Detected['asks']): Detected => ({ asks, issuer: 'https://login.northwind.example', redirectUri });
const otherIssuer = (isAdmin: boolean) =>
  failureOf(
    {
      code: 'client_needed',
      message:
        'the client id is of https://login.northwind.example, and the resource names https://thief.northwind.example',
      details: { clientIssuer: 'https://login.northwind.example' },
    },
    { address: typed.url, isAdmin },
  );
const all = [crm, held, warehouse, reports, tickets, broken].map((each, index) => ({ ...each, id: String(index) }));

const sixty = Array.from({ length: 10 }, (_, index) =>
  all.map((each) => ({ ...each, name: `${each.name} ${index}` })),
).flat();

export const siteStates: ReadonlyArray<{ readonly name: string; readonly html: string }> = [
  { name: 'site-welcome', html: welcomePage(context, { signInPath: '/sign-in' }) },
  {
    name: 'site-welcome-problem',
    html: welcomePage(context, { signInPath: '/sign-in', failure: 'You were not signed in. Try once more.' }),
  },
  { name: 'site-list-admin', html: list(admin, all) },
  { name: 'site-list-teammate', html: list(teammate, all, doneWords('connected')) },
  { name: 'site-list-sixty', html: list(admin, sixty) },
  { name: 'site-list-empty-admin', html: list(admin, []) },
  { name: 'site-list-empty-teammate', html: list(teammate, []) },
  { name: 'site-add', html: adding({ typed: nothingTyped }) },
  { name: 'site-add-found', html: adding({ detected: found('oauth-ready') }) },
  {
    name: 'site-add-client-needed',
    html: adding({
      detected: found('oauth-client-needed'),
      typed: { ...typed, issuer: 'https://login.northwind.example' },
    }),
  },
  {
    name: 'site-add-issuer-looked-at',
    html: adding({
      detected: found('oauth-client-needed'),
      typed: { ...typed, clientId: 'northwind', issuer: 'https://login.northwind.example' },
      problems: lookAtIssuer,
    }),
  },
  {
    name: 'site-add-key-shared',
    html: adding({ detected: found('credential'), typed: { ...typed, kind: 'api-key', ownership: 'shared' } }),
  },
  {
    name: 'site-add-problems',
    html: adding({
      typed: { ...typed, kind: 'headers', headerNames: 'Host' },
      problems: {
        name: 'Another connection is called that.',
        url: 'Start with https://',
        headerNames: 'Host is never sent.',
      },
    }),
  },
  {
    name: 'site-add-failure',
    html: adding({
      failure: failureOf(
        { code: 'not_mcp', message: 'it answers with a web page' },
        { address: typed.url, isAdmin: true },
      ),
    }),
  },
  { name: 'site-connected-admin', html: one(admin, crm, { done: doneWords('connected') }) },
  { name: 'site-connected-teammate', html: one(teammate, crm) },
  { name: 'site-held-admin', html: one(admin, held) },
  { name: 'site-held-one', html: one(admin, { ...crm, tools: rewritten }) },
  {
    name: 'site-held-entered',
    html: one(admin, held, {
      failure: {
        words: 'A tool has changed since you looked at it, or is gone, and was not approved. Look at it again.',
      },
      entered: { ticked: new Set(['v1']), isOn: new Map([['add_note', false]]) },
    }),
  },
  { name: 'site-held-teammate', html: one(teammate, held) },
  { name: 'site-headers-needed', html: one(teammate, reports) },
  {
    name: 'site-key-problem',
    html: one(admin, reports, {
      failure: { words: 'X-Tenant: Give a value.' },
      problems: { values: 'X-Tenant: Give a value.' },
    }),
  },
  { name: 'site-ended', html: one(teammate, tickets) },
  { name: 'site-other-issuer-admin', html: one(admin, tickets, { failure: otherIssuer(true) }) },
  { name: 'site-other-issuer-teammate', html: one(teammate, tickets, { failure: otherIssuer(false) }) },
  { name: 'site-shared-admin', html: one(admin, warehouse) },
  { name: 'site-shared-teammate', html: one(teammate, { ...warehouse, state: reports.state }) },
  { name: 'site-failing', html: one(admin, broken) },
  { name: 'site-failing-teammate', html: one(teammate, broken) },
  { name: 'site-open', html: one(teammate, open) },
  { name: 'site-in-clear-and-more-needed', html: one(teammate, inClear) },
  { name: 'site-hostile', html: one(admin, hostile) },
  { name: 'site-hostile-list', html: list(admin, [hostile]) },
  {
    name: 'site-change',
    html: adding({
      changing: crm,
      typed: { ...typed, kind: 'oauth', clientId: 'northwind', issuer: 'https://login.northwind.example' },
    }),
  },
  {
    name: 'site-change-meanwhile',
    html: adding({
      changing: crm,
      typed: { ...typed, kind: 'oauth' },
      meanwhile: { ...typed, name: 'CRM', kind: 'oauth', clientId: 'other' },
    }),
  },
  {
    name: 'site-change-former',
    html: adding({ changing: crm, typed: { ...typed, kind: 'oauth' }, notice: formerWords }),
  },
  { name: 'site-remove', html: removePage(context, { viewer: admin, connection: crm }) },
  {
    name: 'site-problem',
    html: problemPage(context, { viewer: admin, heading: 'There is nothing here', words: 'Perhaps it was removed.' }),
  },
];
