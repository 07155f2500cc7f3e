/** One kind of JSON that is fetched, with a store and a clock; each fetch is counted and answered as a test says. */
import { memoryEngine } from '@granthouse/storage/memory';
import { fetchedJson, type FetchedKind } from '../../../packages/authorization-server/src/fetching/fetched-json.ts';
import { lastGoodCopies } from '../../../packages/authorization-server/src/fetching/last-good-copies.ts';
import { collections } from '../../../packages/authorization-server/src/store/collections.ts';
import { createTestClock, type TestClock } from '../../support/test-clock.ts';

export const url = 'https://host.example.com/client.json';
export const minute = 60_000;

/** Another network each. */
export const network = (index: number) => `10.${index >> 8}.${index & 255}.1`;
export const page = (index: number, host = 'host.example.com') => `https://${host}/${index}.json`;

export interface FetchingGround {
  readonly clock: TestClock;
  /** Addresses, in the order in which they were fetched. */
  readonly fetched: string[];
  /** What every fetch is answered; at first, what is believed. */
  answer: () => Response | Promise<Response>;
  kind: FetchedKind<object>;
  /** Nothing is remembered; the store is the same. */
  restart(): void;
  /** `read`, or why not. */
  outcome(address: string, at?: string): Promise<string>;
}

const lasts = { mostBytes: 1000, keptAtMost: 10 * minute, standsInFor: 100 * minute };

export async function fetchingGround(): Promise<FetchingGround> {
  const clock = createTestClock();
  const store = await memoryEngine({ now: clock.now }).open(collections);
  const copies = lastGoodCopies({ store }, { collection: 'client_document', keptFor: 1000 * minute });
  const log = { info() {}, warn() {}, error() {} };
  const fetch: typeof globalThis.fetch = async (input) => {
    ground.fetched.push(new URL(input instanceof Request ? input.url : input).href);
    return ground.answer();
  };
  const make = () => fetchedJson({ fetch, now: clock.now, log })({ ...lasts, copies, judge, wasRead() {} });
  const ground: FetchingGround = {
    clock,
    fetched: [],
    answer: () => Response.json({ good: true }),
    kind: make(),
    restart() {
      ground.kind = make();
    },
    outcome: (address, at = url) =>
      ground.kind.read(at, { address }).then(
        () => 'read',
        (error: Error) => error.message,
      ),
  };
  return ground;
}

function judge(value: unknown): object {
  if ((value as { good?: boolean }).good !== true) throw new Error('not to be believed');
  return value as object;
}
