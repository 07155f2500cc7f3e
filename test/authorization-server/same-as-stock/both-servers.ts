/** This server and the engine by itself, with the same clients and the same person, brought into the same state again and again. */
import type { DocumentStore } from '@granthouse/storage';
import { memoryEngine } from '@granthouse/storage/memory';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { orderDesk, person, startAuthorizationServer } from '../../support/authorization-server.ts';
import {
  codeOf,
  newConsentIds,
  preparedVerifier,
  prepareConsent,
  putConsent,
  type ConsentIds,
  type PreparedConsent,
} from '../../support/prepared-consent.ts';
import { send, type Answer, type Sent } from './answer.ts';
import type { AskedDifferences } from './asked-difference.ts';
import { startStockServer, type StockServer } from './stock-server.ts';
import {
  clients,
  honestRequest,
  orders,
  warehouse,
  type Client,
  type Situation,
  type TokenRequest,
} from './token-request.ts';

export interface Step {
  readonly step: 'first' | 'again' | 'honest afterwards' | 'the other afterwards';
  readonly ours: Answer;
  readonly stock: Answer;
}

export interface BothServers {
  /** The request, the same again, and what its client and another would honestly send next: what each server answers. */
  play(situation: Situation, asked: AskedDifferences): Promise<readonly Step[]>;
  close(): Promise<void>;
}

/** One server, and how an authorization with an unused code is put there. */
interface Side {
  readonly issuer: string;
  authorize(consent: PreparedConsent, ids: ConsentIds): Promise<void>;
  ask(request: TokenRequest, known: readonly string[]): Promise<Sent>;
}

const resources = [orders, warehouse];

/** `refreshGrace`: seconds. */
export async function startBothServers(refreshGrace: number): Promise<BothServers> {
  const storage = memoryEngine();
  const served = resources.map((resource) => ({ resource, ...orderDesk }));
  const ours = await startAuthorizationServer(orders, {
    storage,
    clients,
    resources: served,
    // The engine has none.
    limits: { enabled: false },
    lifetimes: { refreshGrace },
  });
  const store = await storage.open(collections);
  const consents = new Map<string, PreparedConsent>();
  const overrides = { resource: orders, scope: 'openid orders:read refunds:write', nonce: 'n' };
  for (const { client_id } of clients)
    consents.set(client_id, await prepareConsent({ issuer: ours.issuer, store }, client_id, overrides));
  const stock = await startStockServer({ clients, resources, claims: { name: person.name } });
  return {
    async play(situation, asked) {
      stock.kept.clear();
      const sides = [ourSide(ours.issuer, store), stockSide(stock, asked)] as const;
      const [own, theirs] = await Promise.all(sides.map((side) => playAt(side, situation, consents)));
      return names.flatMap((step) => {
        const [mine, other] = [own?.get(step), theirs?.get(step)];
        return mine && other ? [{ step, ours: mine, stock: other }] : [];
      });
    },
    async close() {
      await Promise.all([ours.close(), stock.close(), store.close()]);
    },
  };
}

const names = ['first', 'again', 'honest afterwards', 'the other afterwards'] as const;

function ourSide(issuer: string, store: DocumentStore): Side {
  return {
    issuer,
    authorize: (consent, ids) => putConsent(store, consent, ids),
    ask: (request, known) => send(issuer, request, known),
  };
}

/** Reads requests and bears consequences as this server is asked to. */
function stockSide({ issuer, kept }: StockServer, asked: AskedDifferences): Side {
  return {
    issuer,
    async authorize(consent, ids) {
      kept.set(`Grant:${ids.grantId}`, { ...consent.grant, jti: ids.grantId });
      kept.set(`AuthorizationCode:${ids.code}`, { ...codeOf(consent, ids), jti: ids.code });
    },
    async ask(sent, known) {
      const request = asked.reduce((read, { reading }) => reading?.(read, kept) ?? read, sent);
      const before = new Map(kept);
      const answered = await send(issuer, request, known);
      const error = answered.answer.get('body.error');
      for (const { consequence } of asked) consequence?.({ request, error, before, kept });
      return answered;
    },
  };
}

async function playAt(
  side: Side,
  { client, before, request }: Situation,
  consents: ReadonlyMap<string, PreparedConsent>,
) {
  const own = await authorized(side, client, consents);
  const other = await authorized(side, otherThan(client), consents);
  if (before !== 'authorized') await own.honest();
  if (before === 'refreshed') await own.honest();
  const isForeign = request.parameters.some(([, value]) => value.startsWith('<foreign'));
  if (isForeign) await other.honest();
  const [mine, theirs] = [own.secrets(), other.secrets()];
  const filled = fillIn(request, { ...mine, '<foreign>': theirs['<live>'], '<foreign code>': theirs['<code>'] });
  const answers = new Map<Step['step'], Answer>();
  answers.set('first', await own.ask(filled));
  answers.set('again', await own.ask(filled));
  answers.set('honest afterwards', await own.honest());
  if (isForeign) answers.set('the other afterwards', await other.honest());
  return answers;
}

const otherThan = ({ client_id }: Client) => clients.find((each) => each.client_id !== client_id) as Client;

/** An authorization at one of the servers, and the tokens that it led to. */
async function authorized(side: Side, client: Client, consents: ReadonlyMap<string, PreparedConsent>) {
  const ids = newConsentIds();
  await side.authorize(consents.get(client.client_id) as PreparedConsent, ids);
  const given: string[] = [];
  const secrets = () => {
    const live = given.at(-1) ?? 'none';
    return {
      '<code>': ids.code,
      '<verifier>': preparedVerifier,
      '<live>': live,
      '<used>': given.at(-2) ?? 'none',
      '<bent>': `${live.slice(0, -2)}${live.endsWith('AA') ? 'BB' : 'AA'}`,
      '<cut>': live.slice(0, -1),
    };
  };
  const ask = async (request: TokenRequest) => {
    const { answer, refreshToken } = await side.ask(request, given);
    if (refreshToken !== undefined && !given.includes(refreshToken)) given.push(refreshToken);
    return answer;
  };
  const honest = () => {
    const grant = given.length === 0 ? 'authorization_code' : 'refresh_token';
    return ask(fillIn(honestRequest(client, grant), secrets()));
  };
  return { secrets, ask, honest };
}

function fillIn(request: TokenRequest, secrets: Readonly<Record<string, string>>): TokenRequest {
  return {
    ...request,
    parameters: request.parameters.map(([name, value]) => [name, secrets[value] ?? value] as const),
  };
}
