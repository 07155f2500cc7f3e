/** What an authorization server answered to the registration that one host sends (RFC 7591 §3.2). */
import type { RegistrationBody } from '@granthouse/host-profiles';

export interface RegistrationAnswer {
  /** Ids of the hosts that send it: some send the same. */
  readonly hosts: readonly string[];
  /** Id of the body in their profiles, and how it is known. */
  readonly body: Pick<RegistrationBody, 'id' | 'confidence' | 'complete'>;
  readonly redirectUris: readonly string[];
  readonly status: number;
  /** Whether a client came of it. */
  readonly accepted: boolean;
  /** `201 with application/json`, `400 invalid_redirect_uri: "…"`. */
  readonly answered: string;
  /** What of it was refused, where that can be named: a redirect URI, or members as JSON. */
  readonly refused?: string;
}
