/** The clients that an examination registers: each is removed when it is done with, where the server lets it be; else it is told (RFC 7592 §2.3). */
import { memberOf } from './answers.ts';
import { answerBeginning } from './answer-beginning.ts';
import type { Exchange, Probe } from './probe.ts';

/** A client that stays at the server until somebody removes it there. */
export interface LeftClient {
  readonly issuer: string;
  readonly clientId: string;
  /** As it was registered; the hosts' own names among them. */
  readonly name?: string;
}

/** Milliseconds for one of them. */
const patience = 5_000;

/** Best effort, and nowhere but at the server itself; never rejects. A server that did it once wrong is asked no more. */
export async function takeBack(registered: Pick<Exchange, 'url' | 'json'>, probe: Probe): Promise<void> {
  const { learned } = probe;
  const isGone = learned.keepsClients !== true && (await isRemoved(registered, probe));
  if (!isGone) learned.left = [...(learned.left ?? []), clientIn(registered, probe)];
}

async function isRemoved({ url, json }: Pick<Exchange, 'url' | 'json'>, probe: Probe): Promise<boolean> {
  const [uri, token] = [memberOf(json, 'registration_client_uri'), memberOf(json, 'registration_access_token')];
  if (typeof uri !== 'string' || typeof token !== 'string') return false;
  probe.hide(token);
  if (!URL.canParse(uri) || new URL(uri).origin !== new URL(url).origin) return false;
  const init = {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(patience),
  };
  const answer = await probe.cleanUp(uri, init).catch(() => undefined);
  await answer?.body?.cancel().catch(() => undefined);
  if (answer?.ok) return true;
  probe.learned.keepsClients = true;
  return false;
}

function clientIn({ url, json }: Pick<Exchange, 'url' | 'json'>, { learned }: Probe): LeftClient {
  const name = memberOf(json, 'client_name');
  return {
    issuer: learned.servers?.[0]?.issuer ?? new URL(url).origin,
    clientId: String(memberOf(json, 'client_id')),
    ...(typeof name === 'string' && { name }),
  };
}

/** For the parts that register by themselves: what they register is used until the end. */
export function rememberingClients({ fetch, learned }: Probe): Probe['fetch'] {
  return async (input, init) => {
    const response = await fetch(input, init);
    const url = new URL(input).href;
    const endpoint = learned.servers?.[0]?.registration_endpoint;
    if (endpoint === undefined || url !== new URL(endpoint).href || !response.ok) return response;
    const { json } = await answerBeginning(response.clone());
    if (memberOf(json, 'client_id') !== undefined) learned.clients = [...(learned.clients ?? []), { url, json }];
    return response;
  };
}

/** Those, at the end; resolves with all that stay. Clients that are the same at the server are one. */
export async function takeBackAll(probe: Probe): Promise<readonly LeftClient[]> {
  const { clients = [] } = probe.learned;
  delete probe.learned.clients;
  for (const each of clients) await takeBack(each, probe);
  const { left = [] } = probe.learned;
  return [...new Map(left.map((each) => [each.clientId, each])).values()];
}
