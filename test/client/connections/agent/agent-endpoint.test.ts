/** One endpoint for the agent of a person: what good connections offer, and what bad ones can't spoil. */
import { describe, expect, it } from '@jest/globals';
import { ClientError, connect, guardedFetch, type ListedTool, noCredential } from '@granthouse/client';
import type { AgentProblem } from '@granthouse/client/connections';
import { longSlug, oddNames } from './odd-names.ts';
import { agentOf, agentUrl, readyOne } from './serving.ts';

const never = () => new Promise<never>(() => undefined);
const failing = (thrown: unknown) => () => Promise.reject(thrown);
const tool = (name: string): ListedTool => ({ name, inputSchema: { type: 'object' } });
const offering = (...names: string[]) => ({ tools: () => Promise.resolve(names.map(tool)) });
const names = (tools: readonly ListedTool[]) => tools.map(({ name }) => name);

describe('the list', () => {
  it('has the tools of every connection, by the names of both', async () => {
    const described: ListedTool = {
      name: 'find_order',
      description: 'Finds an order.',
      inputSchema: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      outputSchema: { type: 'object', properties: { total: { type: 'number' } } },
      annotations: { readOnlyHint: true },
    };
    const agent = await agentOf([
      readyOne('order-desk', { tools: () => Promise.resolve([described]) }),
      readyOne('crm', offering('find', 'erase')),
    ]);
    const tools = await agent.tools();
    expect(names(tools)).toEqual(['mcp__order-desk__find_order', 'mcp__crm__find', 'mcp__crm__erase']);
    expect(tools[0]).toEqual({ ...described, name: 'mcp__order-desk__find_order' });
  });

  it.each([
    [
      'fails',
      failing(new ClientError('unreachable', 'crm.example.com can’t be reached')),
      'crm.example.com can’t be reached',
    ],
    [
      'has no credential any more',
      failing(new ClientError('sign_in_needed', 'a person has to sign in first')),
      'a person has to sign in first',
    ],
    ['fails as nobody expected', failing(new Error('password hunter2')), 'this connection could not be used'],
    ['never answers', never, 'the server did not list its tools in time'],
  ])('is whole but for a connection that %s, and the operator is told', async (_title, tools, why) => {
    const told: AgentProblem[] = [];
    const onProblem = (problem: AgentProblem) => void told.push(problem);
    const agent = await agentOf([readyOne('bad', { tools }), readyOne('good')], { onProblem, listTimeLimit: 50 });
    expect(names(await agent.tools())).toEqual(['mcp__good__ping']);
    expect(told).toEqual([expect.objectContaining({ person: 'bob', slug: 'bad', why })]);
    expect(await agent.call('mcp__good__ping', {})).toMatchObject({ content: [{ text: 'good ping' }] });
  });

  it('has no name that two tools would have, and the operator is told', async () => {
    const told: AgentProblem[] = [];
    const onProblem = (problem: AgentProblem) => void told.push(problem);
    const agent = await agentOf([readyOne('crm', offering('find', 'find', 'ping'))], { onProblem });
    expect(names(await agent.tools())).toEqual(['mcp__crm__ping']);
    expect(told).toEqual([expect.objectContaining({ slug: 'crm', tools: ['mcp__crm__find'] })]);
    await expect(agent.call('mcp__crm__find', {})).rejects.toMatchObject({ code: 'tool_failed' });
  });

  it('has one name for each tool, whatever a server calls it', async () => {
    const agent = await agentOf([readyOne(longSlug, offering(...oddNames))]);
    const listed = names(await agent.tools());
    expect(new Set(listed).size).toBe(oddNames.length);
    for (const [index, name] of listed.entries())
      expect(await agent.call(name, {})).toMatchObject({ content: [{ text: `${longSlug} ${oddNames[index] ?? ''}` }] });
  });

  it('is empty for a person without connections', async () => {
    expect(await (await agentOf([])).tools()).toEqual([]);
  });
});

describe('a call', () => {
  it('goes where the whole name leads, though the names look alike', async () => {
    const agent = await agentOf([
      readyOne('a', offering('b__c', '_d', 'mcp__b__c')),
      readyOne('a-b', offering('c')),
      readyOne('b', offering('c')),
    ]);
    const answers = ['mcp__a__b__c', 'mcp__a___d', 'mcp__a__mcp__b__c', 'mcp__a-b__c', 'mcp__b__c'].map(
      async (name) => {
        const [content] = (await agent.call(name, {})).content;
        return content?.['text'];
      },
    );
    expect(await Promise.all(answers)).toEqual(['a b__c', 'a _d', 'a mcp__b__c', 'a-b c', 'b c']);
  });

  it('is answered with what the server said', async () => {
    const result = { content: [{ type: 'text', text: 'no' }], structuredContent: { a: 1 }, isError: true };
    const agent = await agentOf([readyOne('crm', { call: () => Promise.resolve(result) })]);
    expect(await agent.call('mcp__crm__ping', {})).toMatchObject(result);
  });

  it('of a connection that fails is answered in words that an agent can read', async () => {
    const call = failing(new ClientError('sign_in_needed', 'a person has to sign in again'));
    const agent = await agentOf([readyOne('crm', { call })]);
    const text = 'crm: a person has to sign in again';
    expect(await agent.call('mcp__crm__ping', {})).toMatchObject({ isError: true, content: [{ text }] });
  });

  it.each([
    [new ClientError('sign_in_needed', 'a person has to sign in again')],
    [new ClientError('credential_refused', 'the server refuses this credential')],
    [new ClientError('forbidden', 'more has to be allowed', { scope: ['write'] })],
  ])('that only the person can mend says where: %s', async (error) => {
    const agent = await agentOf([readyOne('crm', { call: failing(error) })], { site: 'https://team.example' });
    const text = `crm: ${error.message}. Tell the person to connect it again at https://team.example.`;
    expect(await agent.call('mcp__crm__ping', {})).toMatchObject({ isError: true, content: [{ text }] });
  });

  it('that no person can mend sends nobody anywhere', async () => {
    const call = failing(new ClientError('forbidden', 'the server does not allow this'));
    const agent = await agentOf([readyOne('crm', { call })], { site: 'https://team.example' });
    const text = 'crm: the server does not allow this';
    expect(await agent.call('mcp__crm__ping', {})).toMatchObject({ isError: true, content: [{ text }] });
  });

  it('that fails as nobody expected says nothing of it to the agent, and all to the operator', async () => {
    const told: AgentProblem[] = [];
    const error = new Error('password hunter2');
    const agent = await agentOf([readyOne('crm', { call: failing(error) })], {
      onProblem: (problem) => void told.push(problem),
    });
    const result = await agent.call('mcp__crm__ping', {});
    expect([result.isError, JSON.stringify(result)]).toEqual([true, expect.not.stringContaining('hunter2')]);
    expect(told).toEqual([expect.objectContaining({ slug: 'crm', error })]);
  });

  it.each(['mcp__crm__pong', 'mcp__other__ping', 'ping', 'mcp__crm__', 'mcp__', '', '__proto__', 'constructor'])(
    'of a tool that is not there is refused: %j',
    async (name) => {
      const agent = await agentOf([readyOne('crm')]);
      await expect(agent.call(name, {})).rejects.toMatchObject({ code: 'tool_failed', details: { error: '-32602' } });
    },
  );

  it('waits for its own connection alone, before any list', async () => {
    const agent = await agentOf([readyOne('bad', { tools: never }), readyOne('good')]);
    expect(await agent.call('mcp__good__ping', {})).toMatchObject({ content: [{ text: 'good ping' }] });
  });

  it('after a list asks the server once', async () => {
    let lists = 0;
    const tools = () => {
      lists += 1;
      return Promise.resolve([tool('ping')]);
    };
    const agent = await agentOf([readyOne('crm', { tools })]);
    await agent.tools();
    await agent.call('mcp__crm__ping', {});
    expect(lists).toBe(1);
  });

  it('tells of its progress, and stops when the agent says so', async () => {
    const seen: unknown[] = [];
    let stopped: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const agent = await agentOf([
      readyOne('crm', {
        call(_tool, _input, { signal, onProgress } = {}) {
          signal?.addEventListener('abort', () => stopped());
          onProgress?.({ progress: 1, total: 2, message: 'half' });
          return never();
        },
      }),
    ]);
    const stop = new AbortController();
    const onProgress = (progress: unknown) => {
      seen.push(progress);
      stop.abort();
    };
    await expect(agent.call('mcp__crm__ping', {}, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(seen).toEqual([{ progress: 1, total: 2, message: 'half' }]);
    await heard;
  });
});

it('says nothing of a store that fails', async () => {
  const told: AgentProblem[] = [];
  const error = new Error('mongodb://user:hunter2@db');
  const url = await agentUrl(() => Promise.reject(error), { onProblem: (problem) => void told.push(problem) });
  const network = guardedFetch({ besides: 'loopback' });
  const agent = await connect(url, { credential: noCredential, fetch: network.fetch });
  const refused = await agent.tools().catch((each: unknown) => each);
  expect(refused).toMatchObject({ code: 'tool_failed', message: expect.not.stringContaining('hunter2') });
  expect(told).toEqual([expect.objectContaining({ person: 'bob', error })]);
  await network.close();
});
