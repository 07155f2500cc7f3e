/** Where a name leads, and whether that is a place on the internet: what both a server and a client ask before they connect. */
export { guardedLookup, RefusedAddress, type Resolve } from './guarded-lookup.ts';
export { nameQueries } from './name-queries.ts';
export { blockList, networkOf } from './networks.ts';
export { isLoopbackAddress, isSpecialUse } from './special-use-addresses.ts';
