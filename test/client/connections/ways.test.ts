/**
 * The matrix of the ways to authenticate: none, a key, headers, OAuth with a client that is found, OAuth with one's own; at
 * our own servers and at those that others wrote; and what a person sees of each thing that can happen to a credential.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startMovedClock, type MovedClock } from '../../support/moved-clock.ts';
import { startConnections } from '../../support/team.ts';
import { closedHono, closedMcpHandler, closedSdk1Header } from './ways/key-places.ts';
import { honoKey, mcpHandlerKey, orderDeskByKey, sdk1Header, sdk2Key } from './ways/key-places.ts';
import { openHono, openMcpHandler, openSdk1Example, openToolkit } from './ways/key-places.ts';
import { honoGuard, mcpHandlerGuard, orderDesk, sdk1Example, sdk1Guard, sdk2Guard } from './ways/oauth-places.ts';
import type { Place } from './ways/place.ts';
import { situations, type SituationName } from './ways/situations.ts';

/** A cell that cannot be, and why: no test stands for it. */
interface Cannot {
  readonly cannot: string;
}
const cannot = (reason: string): Cannot => ({ cannot: reason });

type Cells = Readonly<Record<SituationName, string | Cannot>>;

const nothingGiven = cannot('nothing is given where nothing is asked for');
const open: Cells = {
  detection: 'none',
  right: 'connected',
  disconnection: nothingGiven,
  wrong: nothingGiven,
  missing: 'connected',
  'expired to everybody': nothingGiven,
  'expired to the server alone': nothingGiven,
  revoked: nothingGiven,
  'expired with all that renews it': nothingGiven,
};

const notNeeded = cannot('at a server that asks, nothing is given: see missing');
const closed: Cells = {
  ...open,
  detection: 'credential',
  right: notNeeded,
  missing: 'credential-needed: refused',
};

const tellsNoEnd = cannot('a client is told no end of a key, so that it is the server’s alone');
const renewsNothing = cannot('nothing renews a key');
const given: Cells = {
  detection: 'credential',
  right: 'connected',
  disconnection: 'forgotten here',
  wrong: 'credential-needed: refused',
  missing: 'credential-needed: first',
  'expired to everybody': tellsNoEnd,
  'expired to the server alone': 'credential-needed: refused, credential_refused',
  revoked: 'credential-needed: refused, credential_refused',
  'expired with all that renews it': renewsNothing,
};

const signedIn: Cells = {
  detection: 'oauth-ready',
  right: 'connected',
  disconnection: 'taken back there',
  wrong: 'credential-needed: first, sign_in_needed',
  missing: 'credential-needed: first',
  'expired to everybody': 'connected',
  'expired to the server alone': 'connected',
  revoked: 'credential-needed: ended, sign_in_needed',
  'expired with all that renews it': 'credential-needed: ended, sign_in_needed',
};
const ownClient: Cells = {
  ...signedIn,
  detection: 'oauth-client-needed',
  wrong: 'credential-needed: first, client_unknown',
};

/** Its guard names metadata wherever it stands, whether there are any or not. */
const namesNothing = { detection: 'metadata_missing' };

/** It renews nothing, takes nothing back, and says 500 of a token that it doesn't take. */
const example = {
  disconnection: 'forgotten here',
  'expired to everybody': 'credential-needed: ended, sign_in_needed',
  'expired to the server alone': 'failing: tool_failed, tool_failed',
  revoked: cannot('the example of the 1.x SDK has no way to take a token back'),
  'expired with all that renews it': cannot('the example of the 1.x SDK gives nothing that renews'),
} as const;

interface Row {
  readonly server: string;
  readonly way: string;
  readonly start: (clock: MovedClock) => Promise<Place>;
  readonly cells: Cells;
}

const rows: readonly Row[] = [
  { server: 'our own toolkit', way: 'nothing', start: openToolkit, cells: open },
  { server: 'the example of the 1.x SDK', way: 'nothing', start: openSdk1Example, cells: open },
  { server: 'hono', way: 'nothing', start: openHono, cells: open },
  { server: 'mcp-handler', way: 'nothing', start: openMcpHandler, cells: open },
  { server: 'a header server on the 1.x SDK', way: 'nothing', start: closedSdk1Header, cells: closed },
  { server: 'hono with its Basic guard', way: 'nothing', start: closedHono, cells: closed },
  {
    server: 'the guard of mcp-handler',
    way: 'nothing',
    start: closedMcpHandler,
    cells: { ...closed, ...namesNothing },
  },
  ...([1, 2] as const).flatMap((sdk): Row[] => {
    const server = `the order desk on the ${sdk}.x SDK`;
    return [
      { server, way: 'a key', start: () => orderDeskByKey(sdk, 'key'), cells: given },
      { server, way: 'headers', start: () => orderDeskByKey(sdk, 'headers'), cells: given },
      { server, way: 'OAuth, found', start: () => orderDesk(sdk, 'found'), cells: signedIn },
      { server, way: 'OAuth, own client', start: () => orderDesk(sdk, 'own'), cells: ownClient },
    ];
  }),
  ...(
    [
      ['a header server on the 1.x SDK', sdk1Header, given],
      ['the guard of the 2.x SDK', sdk2Key, given],
      ['hono with its own guards', honoKey, given],
      ['the guard of mcp-handler', mcpHandlerKey, { ...given, ...namesNothing }],
    ] as const
  ).flatMap(([server, start, cells]): Row[] => [
    { server, way: 'a key', start: () => start('key'), cells },
    { server, way: 'headers', start: () => start('headers'), cells },
  ]),
  {
    server: 'the example of the 1.x SDK with its sign-in',
    way: 'OAuth, found',
    start: (clock) => sdk1Example(clock, 'found'),
    cells: { ...signedIn, ...example, wrong: 'credential-needed: first, token_refused' },
  },
  {
    server: 'the example of the 1.x SDK with its sign-in',
    way: 'OAuth, own client',
    start: (clock) => sdk1Example(clock, 'own'),
    cells: { ...ownClient, ...example, detection: 'oauth-ready' },
  },
  ...(
    [
      ['the 1.x SDK', sdk1Guard],
      ['the 2.x SDK', sdk2Guard],
      ['@hono/mcp', honoGuard],
      ['mcp-handler', mcpHandlerGuard],
    ] as const
  ).flatMap(([whose, guard]): Row[] => {
    const server = `the guard of ${whose} with a stock oidc-provider`;
    return [
      { server, way: 'OAuth, found', start: (clock) => guard(clock, 'found'), cells: signedIn },
      { server, way: 'OAuth, own client', start: (clock) => guard(clock, 'own'), cells: ownClient },
    ];
  }),
];

const possible = (cells: Cells) =>
  Object.entries(cells).filter((cell): cell is [SituationName, string] => typeof cell[1] === 'string');

describe.each(rows)('$way at $server', ({ start, cells }) => {
  let clock: MovedClock;
  let place: Place;
  beforeAll(async () => {
    clock = startMovedClock();
    place = await start(clock);
  });
  afterAll(async () => {
    await place.close();
    clock.stop();
  });

  it.each(possible(cells))('%s: %s', async (name, cell) => {
    const connections = await startConnections();
    try {
      expect(await situations[name]({ place, clock, connections })).toBe(cell);
    } finally {
      await connections.close();
    }
  });
});
