/** What happens to an app that imitates a known host, when a person meets it: it is flagged, or refused where the operator says so. */
import { toldImitation } from '../asking/imitations.ts';
import { Refusal } from '../refusals/refusal.ts';
import { respondRefusal } from './respond-refusal.ts';
import type { InteractionRoom } from './room.ts';
import type { Step } from './sign-in.ts';

/** True: the person was told, and nothing more may happen. The answer goes to nobody: the address isn't trusted. */
export function refusesImitation(room: InteractionRoom, { ctx, client, asker }: Step): boolean {
  if (asker.kind !== 'imitates' || room.options.registration.imitations !== 'refuse') return false;
  room.audit('client.imitation_refused', { client_id: client.clientId, ...toldImitation(client.clientName, asker) });
  const refusal = new Refusal('client.imitates', `the client has the name of ${asker.imitated}`);
  respondRefusal(room, ctx, { refusal });
  return true;
}

export function flagImitation({ audit }: InteractionRoom, { client, asker }: Step): void {
  if (asker.kind !== 'imitates') return;
  audit('client.imitation_flagged', { client_id: client.clientId, ...toldImitation(client.clientName, asker) });
}
