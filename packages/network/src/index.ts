/** Where a name leads, whether that is a place on the internet, and how a server listens: what servers and clients share. */
export { guardedLookup, RefusedAddress, type Resolve } from './guarded-lookup.ts';
export { listenOn, type Listening } from './listening.ts';
export { nameQueries } from './name-queries.ts';
export { blockList, networkOf } from './networks.ts';
export { isLoopbackAddress, isSpecialUse, unbracketed } from './special-use-addresses.ts';
