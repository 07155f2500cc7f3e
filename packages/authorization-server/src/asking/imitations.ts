/** An app that has a known host's name and another address: what the operator is told of it, and its refusal at registration. */
import type { Audit } from '../audit.ts';
import type { CompleteOptions } from '../options.ts';
import type { Asker } from '../pages/claim.ts';
import { displayName } from '../pages/display-name.ts';
import { Refusal } from '../refusals/refusal.ts';
import type { ClientMetadata } from '../registration/normalise.ts';
import type { Judge } from './operators-name.ts';

export type Imitation = Extract<Asker, { kind: 'imitates' }>;

export interface ImitationRoom {
  readonly options: CompleteOptions;
  readonly audit: Audit;
  readonly judge: Judge;
}

/** Fields for an audit event; the name is fit to be read by people. */
export function toldImitation(clientName: string | undefined, { imitated, host }: Imitation) {
  return { client_name: displayName(clientName ?? ''), imitates: imitated, address: host };
}

/**
 * What a client that registers imitates, to be flagged; one of its addresses is enough. Throws a Refusal
 * where the operator wants imitations refused.
 */
export function judgeRegistration(
  { options, audit, judge }: ImitationRoom,
  metadata: ClientMetadata,
): Imitation | undefined {
  const clientId = metadata['client_id'] as string;
  const clientName = metadata['client_name'] as string | undefined;
  const redirectUris = metadata['redirect_uris'] as string[];
  const askerAt = judge(clientName);
  const askers = redirectUris.map((redirectUri) => askerAt({ clientId, redirectUri }));
  const imitation = askers.find((asker) => asker.kind === 'imitates');
  if (!imitation || options.registration.imitations === 'flag') return imitation;
  audit('client.imitation_refused', toldImitation(clientName, imitation));
  throw new Refusal('registration.imitation', `client_name must not be that of ${whose(imitation)}`);
}

const whose = ({ imitated, knownAt, host }: Imitation) =>
  knownAt.length === 0
    ? `${imitated}, who runs this server`
    : `${imitated}, which is known at ${knownAt.join(', ')} and not at ${host}`;

/** Of a client that is kept, what `judgeRegistration` found. */
export function flagRegistration(audit: Audit, metadata: ClientMetadata, imitation: Imitation | undefined): void {
  if (!imitation) return;
  const { client_id: clientId, client_name: clientName } = metadata as { client_id: string; client_name?: string };
  audit('client.imitation_flagged', { client_id: clientId, ...toldImitation(clientName, imitation) });
}
