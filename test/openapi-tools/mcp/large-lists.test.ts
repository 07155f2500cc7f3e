/** The whole list of a large API, as clients of both lines take it: every schema passes their judgement, and no page is lost (MCP, pagination). */
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { type GuardedTools, pairs, startGuardedTools } from '../../support/guarded-tools.ts';
import { clients, type ListedTool } from '../../support/tools-clients.ts';

const github = openApiTools(new URL(import.meta.resolve('@octokit/openapi/generated/api.github.com.json')));
const pageSize = 250;
const open: GuardedTools[] = [];

afterAll(async () => {
  await Promise.all(open.map(async (one) => one.close()));
});

describe.each(pairs)('on a server of %s, listed by %s', (line, who) => {
  it('comes whole, in the order of the document, with its schemas as they were planned', async () => {
    const guarded = await startGuardedTools({
      line,
      declared: [],
      equip: (server) => server.register(github as never, { pageSize } as never),
    });
    open.push(guarded);
    const client = await clients[who](guarded.resource, await guarded.token([]));
    const listed: ListedTool[] = [];
    let cursor: string | undefined;
    do {
      // oxlint-disable-next-line no-await-in-loop -- the next page is known from this one
      const page = await client.listTools(cursor === undefined ? {} : { cursor });
      listed.push(...page.tools);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    await client.close();
    expect(listed.map(({ name }) => name)).toEqual([...github.tools.keys()]);
    const planned = [...github.tools.values()].map(({ definition }) => definition.inputSchema);
    expect(listed.map(({ inputSchema }) => inputSchema)).toEqual(planned);
  });
});
