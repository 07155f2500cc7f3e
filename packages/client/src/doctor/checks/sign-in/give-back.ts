/** What the doctor was given and has no more use for is taken back, where the server offers it (RFC 7009 §2). */
import { ClientError } from '../../../client-error.ts';
import { revokeAuthorization } from '../../../token/revoke.ts';
import type { Probe } from '../../probe.ts';

/** Best effort: whether revocation works is another check's to find. */
export async function giveBack(probe: Probe, authorization = probe.learned.authorization): Promise<void> {
  if (authorization === probe.learned.authorization) delete probe.learned.authorization;
  try {
    await probe.endSessions();
    if (authorization) await revokeAuthorization(authorization, probe.fetch);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
  }
}
