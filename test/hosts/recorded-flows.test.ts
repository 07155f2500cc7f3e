/** What released hosts were recorded to send, sent again: request by request, headers included, in their order. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hostProfiles } from '@granthouse/host-profiles';
import { startHostsHouse, type HostsHouse } from './house.ts';
import { differencesOf } from './recorded-differences.ts';
import { replay } from './replay.ts';

const rows = hostProfiles().flatMap(({ id, flows = [] }) =>
  flows.map((flow) => [[`${id} ${flow.id}`, ...differencesOf(flow)].join('; '), flow] as const),
);

let houses: { plain: HostsHouse; steppingUp: HostsHouse };
beforeAll(async () => {
  houses = { plain: await startHostsHouse(), steppingUp: await startHostsHouse({ echoNeeds: 'mcp:admin' }) };
});
afterAll(() => Promise.all([houses.plain.close(), houses.steppingUp.close()]));
// The budgets of an address begin anew.
beforeEach(() => Object.values(houses).forEach(({ clock }) => clock.advance(60_000)));

describe('a recorded connection is answered as it was, where both servers offer the same', () => {
  it.each(rows)('%s (recorded)', async (_title, flow) => {
    const isStepUp = flow.setup.faults?.some((fault) => fault.startsWith('first tools/call: 403')) ?? false;
    const { came, due } = await replay(flow, isStepUp ? houses.steppingUp : houses.plain);
    expect(came).toEqual(due);
  });
});
