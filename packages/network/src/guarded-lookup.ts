/** A lookup that leads to the internet and nowhere else: the very answer that was judged is connected to, so that a name can't change its address in between. */
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isSpecialUse } from './special-use-addresses.ts';

/** Calls back with all addresses of a name. */
export type Resolve = (
  name: string,
  callback: (error: NodeJS.ErrnoException | null, addresses?: LookupAddress[]) => void,
) => void;

/** A name leads to an address that is refused: such a name was made to be tried twice, so that all of them are. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

/** Refuses a name when one of its addresses is refused. */
export function guardedLookup(resolve: Resolve, isRefused = isSpecialUse): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error) callback(error, '');
      else if (!first || addresses?.some(({ address }) => isRefused(address))) {
        callback(new RefusedAddress('the name leads to a special-use address'), '');
      } else if (options.all) callback(null, addresses ?? []);
      else callback(null, first.address, first.family);
    });
  };
}
