/** Sends the requests of a recorded connection one by one, headers included, and nothing that was not recorded. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import type { RecordedFlow, RecordedStep } from '@granthouse/host-profiles';
import { serves } from '../authorization-server/metadata-documents/document-host.ts';
import { authorize } from '../support/connect.ts';
import { documentAt } from '../support/metadata-document.ts';
import type { HostsHouse } from './house.ts';
import { chosenByHosts, filled, type Values } from './placeholders.ts';
import { expectedOf } from './recorded-differences.ts';

export interface Outcome {
  readonly step: string;
  readonly status: number;
}

const elevenMinutes = 11 * 60_000;

/** What came of each step, and what should have. */
export async function replay(flow: RecordedFlow, house: HostsHouse): Promise<{ came: Outcome[]; due: Outcome[] }> {
  const values: Values = {
    ...chosenByHosts,
    base: house.base,
    authorization_endpoint: `${house.base}/authorize`,
    token_endpoint: `${house.base}/token`,
    registration_endpoint: `${house.base}/register`,
  };
  publishDocuments(flow, house);
  const came: Outcome[] = [];
  for (const steps of atOnce(flow)) {
    await bringAbout(flow, steps[0], { house, values });
    const before = { ...values };
    const answers = await Promise.all(steps.map((step) => send(step, before)));
    for (const [index, step] of steps.entries()) came.push(outcome(flow, step, answers[index] as Answer));
    for (const answer of answers) Object.assign(values, answer.values);
  }
  const due = flow.steps.map((step) => ({ step: nameOf(step), status: expectedOf(flow, step).status }));
  return { came, due };
}

const nameOf = ({ n, method, target }: RecordedStep) => `${n} ${method} ${target}`;

/** Each step alone, but for the refreshes that were sent side by side. */
function atOnce({ steps, setup: { faults = [] } }: RecordedFlow): [RecordedStep, ...RecordedStep[]][] {
  const isParallel = faults.some((fault) => fault.startsWith('a refresh token works once'));
  const groups: [RecordedStep, ...RecordedStep[]][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (isParallel && last && isRefresh(step.form) && isRefresh(last[0].form)) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

function isRefresh(form: RecordedStep['form']): boolean {
  return form?.some(([, value]) => value === 'refresh_token') ?? false;
}

/** The recorded server did on purpose what a server does by itself in time: tokens run out, clients are forgotten. */
async function bringAbout(
  { steps, setup: { faults = [] } }: RecordedFlow,
  step: RecordedStep,
  { house, values }: { house: HostsHouse; values: Values },
): Promise<void> {
  const isFirst = (is: (each: RecordedStep) => boolean) => steps.find(is) === step;
  const has = (text: string) => faults.some((fault) => fault.startsWith(text));
  const isRefused = ({ headers, status }: RecordedStep) => headers?.['authorization'] !== undefined && status === 401;
  if (has('access token refused') && isFirst(isRefused)) house.ahead.advance(elevenMinutes);
  if (has('access token refused') && isFirst(({ form }) => isRefresh(form))) house.ahead.advance(-elevenMinutes);
  if (has('first token request: 401') && isFirst(({ target }) => target === 'token')) {
    await house.authorizationServer.clients.remove(values['client_id'] ?? '');
  }
}

/** A client id that is an address leads to a document; only its redirect URIs are known, by the requests that name them. */
function publishDocuments({ steps }: RecordedFlow, { documents }: HostsHouse): void {
  for (const { query = [] } of steps) {
    const { client_id: url = '', redirect_uri: uri = '' } = Object.fromEntries(query);
    const document = documentAt(url, {
      redirect_uris: [filled(uri, chosenByHosts)],
      token_endpoint_auth_method: 'none',
    });
    if (url.startsWith('https:')) documents.put(url, serves(document));
  }
}

interface Answer {
  readonly status: number;
  readonly type: string;
  /** What later steps repeat. */
  readonly values: Values;
}

function send(step: RecordedStep, values: Values): Promise<Answer> {
  return step.actor === 'browser' ? decide(step, values) : ask(step, values);
}

/** The person's part, which ends where the browser is sent: the code in the answer stands for the recorded redirect. */
async function decide({ path, query = [] }: RecordedStep, before: Values): Promise<Answer> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const values = { ...before, state, code_challenge: challenge };
  const url = new URL(filled(path, values), before['base']);
  url.search = encoded(query, values);
  const answer = await authorize(url);
  const { code, iss, state: returned } = Object.fromEntries(answer.searchParams);
  const isRight = returned === state && iss === before['base'] && code !== undefined;
  return { status: isRight ? 302 : 500, type: '', values: { code, code_verifier: verifier } };
}

async function ask({ path, method, headers = {}, json, form }: RecordedStep, values: Values): Promise<Answer> {
  const url = new URL(filled(path, values), values['base']);
  const body = form ? encoded(form, values) : json === undefined ? '' : JSON.stringify(filled(json, values));
  const sent = request(url, { method, headers: { ...headersOf(headers, values), ...lengthOf(body) }, agent: false });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const text = (await answer.toArray()).join('');
  return {
    status: answer.statusCode ?? 0,
    type: answer.headers['content-type'] ?? '',
    values: repeatedLater(answer, text),
  };
}

function encoded(pairs: ReadonlyArray<readonly [string, string]>, values: Values): string {
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, filled(value, values)])).toString();
}

/** A server without sessions gives none, and a host then sends none. */
function headersOf(headers: Readonly<Record<string, string>>, values: Values): Record<string, string> {
  const { client_id: id = '', client_secret: secret = '' } = values;
  const pair = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
  const known = { ...values, 'base64(client_id:client_secret)': pair };
  const sent = Object.entries(headers).filter(([, value]) => value !== '{{session_id}}' || values['session_id']);
  return filled(Object.fromEntries(sent), known);
}

const lengthOf = (body: string) => (body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) });

function repeatedLater({ headers }: IncomingMessage, text: string): Values {
  const members = (headers['content-type']?.startsWith('application/json') ? JSON.parse(text) : {}) as Values;
  const names = ['client_id', 'client_secret', 'access_token', 'refresh_token'];
  const found = names.flatMap((name) => (members[name] === undefined ? [] : [[name, members[name]]]));
  const session = headers['mcp-session-id'];
  return { ...Object.fromEntries(found), ...(typeof session === 'string' ? { session_id: session } : {}) };
}

/** Where the recorded server had less metadata than this one, either answer is as good, as long as programs can read it. */
function outcome(flow: RecordedFlow, step: RecordedStep, { status, type }: Answer): Outcome {
  const { status: due, orElse } = expectedOf(flow, step);
  const isAsGood = status === orElse && type.startsWith('application/json');
  return { step: nameOf(step), status: isAsGood ? due : status };
}
