/** Of keys that were fetched, those that can prove their client here; all others are passed over, as in every key set (RFC 7517 §5). */
import { clientAuthenticationAlgorithms } from '../capabilities.ts';
import { isVerifiable } from '../clients/public-keys.ts';
import { Refusal } from '../refusals/refusal.ts';
import type { KeySet } from './client-keys.ts';

/** Throws a Refusal when there are none. */
export function usableKeys({ keys }: KeySet): KeySet {
  const usable = keys.filter((key) => isVerifiable(key, clientAuthenticationAlgorithms) && key['use'] !== 'enc');
  if (usable.length > 0) return { keys: usable };
  const algorithms = clientAuthenticationAlgorithms.join(', ');
  throw new Refusal('registration.keys', `the keys hold none that signs by one of ${algorithms}`);
}
