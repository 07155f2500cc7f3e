/** Three tools in the place of hundreds: what they find, how small their answers are, and what they don't tell. */
import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { openApiTools, type OpenApiTools, searchTools } from '@granthouse/openapi-tools';

const duvo = openApiTools(fileURLToPath(new URL('../fixtures/duvo-openapi.json', import.meta.url)));
const github = openApiTools(new URL(import.meta.resolve('@octokit/openapi/generated/api.github.com.json')));

async function ask(api: OpenApiTools<unknown>, tool: string, args: unknown): Promise<string> {
  const { content } = await searchTools(api).call(tool, args, { principal: undefined });
  return content.map((each) => ('text' in each ? each.text : '')).join('\n');
}

const find = async (args: unknown, api = duvo) => ask(api, 'find_operations', args);
const namesIn = (text: string) => [...text.matchAll(/^(?<name>[\w-]+): [A-Z]+ \//gmu)].map(([, name]) => name);

describe('finding operations', () => {
  it.each([
    ['start a run', 'startRun'],
    ['delete a secret', 'deleteSecret'],
    ['listAgents', 'listAgents'],
    ['upload a file to a sandbox', 'uploadSandboxFile'],
    ['who is in my team', 'getTeam'],
  ])('puts what fits best first: %s', async (words, best) => {
    expect(namesIn(await find({ words }))[0]).toBe(best);
  });

  it('counts what fits, shows ten, and goes on from there', async () => {
    const first = await find({ words: 'case' });
    expect(first).toMatch(/^\d+ of 213 operations fit\. These are 1 to 10, best first:/u);
    const next = await find({ words: 'case', skip: 10, limit: 5 });
    expect(next).toMatch(/These are 11 to 15/u);
    expect(namesIn(first)).toHaveLength(10);
    expect(namesIn(next)).toHaveLength(5);
    expect(namesIn(first)).not.toEqual(expect.arrayContaining(namesIn(next)));
  });

  it('narrows by tag and method, in whatever case they are written', async () => {
    const text = await find({ tag: 'cases', method: 'get' });
    expect(text).toMatch(/^6 of 213 operations fit:/u);
    expect(text).not.toMatch(/POST|Did you mean/u);
  });

  it('says which tags there are when nothing fits, or nothing was asked', async () => {
    expect(await find({})).toMatch(/Tags: .*Agent Memory \(2\)/u);
    expect(await find({ words: 'xyzzy' })).toMatch(/^0 of 213 operations fit\.\nTags: /u);
    expect(await find({ tag: 'Case' })).toMatch(/Did you mean the tag .*Cases/u);
  });

  it.each([{ words: 7 }, { tag: [] }, { limit: 0 }, { limit: 51 }, { limit: 'ten' }, { skip: -1 }])(
    'says what is wrong with %j',
    async (args) => expect(await find(args)).toMatch(/has to be/u),
  );

  it('answers briefly, however many there are', async () => {
    expect((await find({ limit: 50 }, github)).length).toBeLessThan(12_000);
    expect((await find({ words: 'repository', limit: 50 }, github)).length).toBeLessThan(12_000);
    expect((await find({ words: 'list '.repeat(100_000) }, github)).length).toBeLessThan(3000);
  });
});

describe('describing an operation', () => {
  it('tells what it does and what it takes', async () => {
    const { inputSchema, ...rest } = JSON.parse(
      await ask(duvo, 'describe_operation', { name: 'listAgents' }),
    ) as Record<string, unknown>;
    expect(rest).toMatchObject({
      name: 'listAgents',
      method: 'GET',
      path: '/v2/teams/{teamId}/agents',
      tags: ['Agents'],
    });
    expect(inputSchema).toEqual(duvo.tools.get('listAgents')?.definition.inputSchema);
  });

  it('outlines arguments that are too long to show, and shows each of them by name', async () => {
    const name = 'saveClarityProcessSnapshot';
    const outline = JSON.parse(await ask(duvo, 'describe_operation', { name })) as { arguments: object; note: string };
    expect(outline.note).toMatch(/by `argument`/u);
    expect(outline.arguments).toMatchObject({ process_id: 'required, string, The clarity process id' });
    const steps = JSON.parse(await ask(duvo, 'describe_operation', { name, argument: 'steps' })) as object;
    expect(steps).toMatchObject({
      note: expect.stringMatching(/shortened/u),
      argument: 'steps',
      schema: { type: 'array' },
    });
    expect(await ask(duvo, 'describe_operation', { name, argument: 'step' })).toMatch(/Did you mean steps/u);
  });

  it('answers briefly for every operation of a large API', async () => {
    const lengths = await Promise.all(
      [...github.tools.keys()].map(async (name) => (await ask(github, 'describe_operation', { name })).length),
    );
    expect(lengths.length).toBeGreaterThan(1200);
    expect(Math.max(...lengths)).toBeLessThan(25_000);
  });
});

describe('calling an operation', () => {
  it.each(['describe_operation', 'call_operation'])(
    '%s names the closest for a name that nobody knows',
    async (tool) => {
      expect(await ask(duvo, tool, { name: 'lstAgents' })).toMatch(
        /There is no operation "lstAgents"\. Did you mean listAgents/u,
      );
      expect(await ask(duvo, tool, { name: 'qqqqqqqqqqqqqq' })).toMatch(/Find its name first/u);
      expect(await ask(duvo, tool, {})).toMatch(/needs the name of an operation/u);
    },
  );

  it.each([
    { name: 'listAgents', teamId: '7' },
    { name: 'listAgents', arguments: 'teamId=7' },
  ])('says where arguments belong: %j', async (args) => {
    expect(await ask(duvo, 'call_operation', args)).toMatch(/Put all arguments of the operation into `arguments`/u);
  });

  it('takes arguments that a model wrote as a text of JSON', async () => {
    const text = await ask(duvo, 'call_operation', { name: 'listAgents', arguments: '{"teamId":7}' });
    expect(text).toMatch(/teamId/u);
  });

  it('judges the arguments of the operation', async () => {
    expect(await ask(duvo, 'call_operation', { name: 'listAgents', arguments: { teamId: 7 } })).toMatch(/teamId/u);
  });
});

describe('the three tools', () => {
  const hints = (api: OpenApiTools<unknown>) =>
    [...searchTools(api).tools.values()].map(({ definition }) => definition.annotations);

  it('are honest about the worst that they may do', () => {
    const [finds, describes, calls] = hints(duvo);
    expect([finds, describes]).toMatchObject([{ readOnlyHint: true }, { readOnlyHint: true }]);
    expect(calls).toMatchObject({ readOnlyHint: false, destructiveHint: true, idempotentHint: false });
  });

  it('are harmless where every operation is', () => {
    const reading = openApiTools(fileURLToPath(new URL('../fixtures/duvo-openapi.json', import.meta.url)), {
      select: { methods: ['GET'] },
    });
    expect(hints(reading)[2]).toMatchObject({ readOnlyHint: true, destructiveHint: false });
  });

  it('can have a prefix, for a server with two documents', () => {
    const { tools } = searchTools(duvo, { prefix: 'duvo_', about: 'Duvo' });
    expect([...tools.keys()]).toEqual(['duvo_find_operations', 'duvo_describe_operation', 'duvo_call_operation']);
    expect(() => searchTools(duvo, { prefix: 'du vo ' })).toThrow(/^prefix: found a text\. Begin with a letter/u);
    expect(tools.get('duvo_call_operation')?.definition.description).toMatch(/^Calls one operation of Duvo/u);
  });
});
