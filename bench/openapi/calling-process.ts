/** The process that calls: the same request by a tool and by `fetch`, in turns. */
import { openApiTools } from '@granthouse/openapi-tools';
import { documents } from './documents.ts';
import { middleOf, type Order, type RequestName, type Spent } from './calling.ts';

type Send = () => Promise<unknown>;

interface Request {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** As `fetch` alone is told, with nothing left to put together. */
  readonly path: string;
  readonly init: RequestInit;
}

const team = '3f0e7f5c-7f0e-4c57-9d0b-0d5f5a3c0a11';
const authorization = 'Bearer the key of the API';
const message = { agent_id: team, message: 'Process the invoices of yesterday.' };

const requests: Readonly<Record<RequestName, Request>> = {
  'GET with four query arguments': {
    tool: 'listRuns',
    args: { teamId: team, limit: 20, status: 'completed', sort_by: 'created_at', sort_order: 'desc' },
    path: `/v2/teams/${team}/runs?limit=20&status=completed&sort_by=created_at&sort_order=desc`,
    init: { headers: { accept: 'application/json', authorization } },
  },
  'POST with a JSON body': {
    tool: 'startRun',
    args: { teamId: team, ...message },
    path: `/v2/teams/${team}/runs`,
    init: {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', authorization },
      body: JSON.stringify(message),
    },
  },
};

/** Calls in a turn, how many of them are under way at once, and turns before those that are measured. */
const each = 100;
const atOnce = 8;
const warmUp = 150;

process.on('disconnect', () => process.exit());
process.on('message', async (order: Order) => process.send?.(await spent(order)));

async function spent({ request, count, server }: Order): Promise<Spent> {
  const { tool, args, path, init } = requests[request];
  const { call } = openApiTools<string>(documents['Duvo, 213 operations'], {
    server,
    authorize: () => true,
    credentials: () => ({ headers: { authorization } }),
  });
  const ways: Readonly<Record<'fetch' | 'tool', Send>> = {
    fetch: async () => (await fetch(server + path, init)).json(),
    tool: async () => {
      const { isError, content } = await call(tool, args, { principal: 'ada' });
      if (isError) throw new Error(JSON.stringify(content));
    },
  };
  const turns: Spent[] = [];
  // So short that a collection of the garbage is in few of them; those before the first only warm up.
  for (let turn = -warmUp; turn < count / each; turn += 1) {
    const fetched = await cpuOf(ways.fetch);
    const called = await cpuOf(ways.tool);
    if (turn >= 0) turns.push({ fetch: fetched, tool: called, ratio: called / fetched });
  }
  return middleOf(turns);
}

async function cpuOf(send: Send): Promise<number> {
  const before = process.cpuUsage();
  let sent = 0;
  const work = async () => {
    while (sent < each) {
      sent += 1;
      await send();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / each;
}
