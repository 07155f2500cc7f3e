/** `granthouse openapi`: what hosts refuse of a document, and where each argument goes. Needs no configuration and no store. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { documents } from './documents.ts';

const { document, granthouse, remove } = await documents();
afterAll(remove);

const duvo = 'test/openapi-tools/fixtures/duvo-openapi.json';
const plain = {
  get: { operationId: 'list_orders', parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }] },
};
const narrow = {
  get: {
    operationId: 'list_orders',
    parameters: [{ name: 'state', in: 'query', schema: { type: 'object', propertyNames: { maxLength: 9 } } }],
  },
  post: { operationId: `create_${'order'.repeat(10)}` },
};

describe('granthouse openapi check', () => {
  it('says that a host takes all tools, with status 0', async () => {
    const { code, out, err } = await granthouse(['check', await document(plain), '--host', 'cursor']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^1 tool, \d+ bytes as a list\n\ncursor: takes all of them/u);
  });

  it('says which tools a host refuses, where it is known from, and what would do, with status 1', async () => {
    const { code, out, err } = await granthouse([
      'check',
      await document(narrow),
      '--host',
      'cursor',
      '--host',
      'gemini-cli',
    ]);
    expect(code).toBe(1);
    expect(err).toBe('granthouse: cursor, gemini-cli: not every tool is taken\n');
    expect(out).toContain('cursor: refuses 1 of 2 tools\n');
    expect(out).toContain('The name of a tool has at most 43 characters, as {server}:{tool} has 60.\n');
    expect(out).toMatch(/create_order\S* {2}57 characters\n/u);
    expect(out).toContain('https://github.com/ComposioHQ/composio/issues/2788\n');
    expect(out).toMatch(/gemini-cli: refuses 1 of 2 tools\n(?:.*\n)*? {4}list_orders {2}state\/propertyNames\n/u);
    expect(out).toContain('The option limits of openApiTools mends it.');
  });

  it('counts the name that the server has in the host', async () => {
    const file = await document({ get: { operationId: 'o'.repeat(50) } });
    expect(await granthouse(['check', file, '--host', 'cursor', '--server-name', 'duvo'])).toMatchObject({ code: 0 });
    expect(await granthouse(['check', file, '--host', 'cursor', '--server-name', 'order-desk'])).toMatchObject({
      code: 1,
    });
  });

  it('tells all hosts in a table when none is named', async () => {
    const { code, out, err } = await granthouse(['check', duvo]);
    expect(code).toBe(1);
    expect(err).toMatch(/^granthouse: \d+ of \d+ hosts: not every tool is taken\n$/u);
    expect(out).toMatch(/^vscode +all {2}more than 128 tools/mu);
    expect(out).toMatch(/^claude-hosted +0$/mu);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('keeps to eighty columns, but for addresses', async () => {
    const { out } = await granthouse([
      'check',
      duvo,
      '--host',
      'cursor',
      '--host',
      'copilot-studio',
      '--host',
      'vscode',
    ]);
    const long = out.split('\n').filter((line) => line.length > 80 && !/^ +https:\S+$/u.test(line));
    expect(long).toEqual([]);
  });

  it('prints the same as data, for a program', async () => {
    const { code, out } = await granthouse(['check', await document(narrow), '--host', 'gemini-cli', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      tools: 2,
      listBytes: expect.any(Number),
      problems: [],
      skipped: [],
      hosts: [
        {
          id: 'gemini-cli',
          known: true,
          refused: ['list_orders'],
          breaches: expect.arrayContaining([
            expect.objectContaining({
              limit: 'refusedKeywords',
              refuses: true,
              effect: 'request-refused',
              source: expect.stringMatching(/^https:/u),
              date: expect.any(String),
              mended: true,
              places: [
                { tool: 'list_orders', at: '#/inputSchema/properties/state/propertyNames', found: 'propertyNames' },
              ],
            }),
          ]),
        },
      ],
    });
  });

  it('shows what is left when the option limits mends what it can', async () => {
    const file = await document(narrow);
    const words = ['check', file, '--host', 'cursor', '--host', 'gemini-cli', '--mend'];
    expect(await granthouse(words)).toMatchObject({
      code: 0,
      out: expect.stringContaining('cursor: takes all of them'),
    });
    const { code, out } = await granthouse(['check', duvo, '--host', 'vscode', '--mend', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ hosts: [{ breaches: [{ limit: 'toolCount', mended: false }] }] });
  });

  it('finds too many tools by tag, and how many would do', async () => {
    expect((await granthouse(['check', duvo, '--host', 'vscode'])).out).toContain('vscode: refuses 213 of 213 tools');
    const { code, out } = await granthouse(['check', duvo, '--host', 'vscode', '--tag', 'Team']);
    expect(code).toBe(0);
    expect(out).toMatch(/^\d tools/u);
  });

  it.each([
    [['--names', 'snake_case'], 'list_all_orders'],
    [['--prefix', 'desk_'], 'desk_listAllOrders'],
    [['--max-name', '24'], /^[A-Za-z]+_[0-9a-f]{8}$/u],
  ])('names tools by %j', async (words, name) => {
    const operationId = typeof name === 'string' ? 'listAllOrders' : 'listAllOrdersOfEveryCustomer';
    const { out } = await granthouse(['tools', await document({ get: { operationId } }), '--json', ...words]);
    const [tool] = JSON.parse(out) as [{ name: string }];
    expect(tool.name).toMatch(name);
  });

  it('lists what became no tool with its reason, and what is wrong in the document', async () => {
    const parameters = [{ name: 'x', in: 'query', schema: { $ref: '#/components/schemas/Gone' } }];
    const get = { operationId: 'listOrders', parameters };
    const file = await document({}, { paths: { '/orders': { get }, '/a\\b': { get: { operationId: 'b' } } } });
    const { out } = await granthouse(['check', file, '--host', 'cursor']);
    expect(out).toContain('1 operation that is no tool\n  GET /a\\b\n    #/paths/~1a\\b/get\n      found ');
    expect(out).toContain('1 problem in the document\n  #/paths/~1orders/get/parameters/0/schema\n    found ');
  });

  it('looks at a document that does not say where its API is', async () => {
    const { code, out } = await granthouse(['check', await document(plain, { servers: [] }), '--host', 'cursor']);
    expect(code).toBe(0);
    expect(out).toContain('1 problem in the document\n  #/servers\n');
    expect(out).toContain('cursor: takes all');
  });

  it('says of a host that nothing is known of it', async () => {
    const { code, out } = await granthouse(['check', await document(plain), '--host', 'chatgpt']);
    expect(code).toBe(0);
    expect(out).toContain('chatgpt: nothing is known of the tools that it takes\n');
  });

  it.each([
    [['--host', 'claude'], /there is no host "claude", perhaps claude-code or .*\. Limits are known of antigravity, /u],
    [['--host', 'Visual Studio Code'], /perhaps vscode\. /u],
    [['--host', 'curser'], /perhaps cursor\. /u],
    [['--host', 'x'.repeat(9)], /there is no host "x+"\. Limits/u],
    [['--max-name', 'long'], /--max-name is a whole number/u],
  ])('%j is called wrongly: the mistake is said, status 2', async (words, mistake) => {
    const { code, out, err } = await granthouse(['check', await document(plain), ...words]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(mistake);
  });

  it.each([
    [['check', 'no-such-file.json'], /^granthouse: no-such-file\.json: found no file\. /u],
    [['tools', 'README.md'], /^granthouse: README\.md: found /u],
    [['check', 'package.json'], /^granthouse: package\.json #\/openapi: found no version/u],
    [['check', duvo, '--tag', 'teem'], /^granthouse: --tag: found "teem".* Did you mean "Team"\?/u],
    [['check', duvo, '--server', 'api'], /^granthouse: --server: found .*"api"/u],
    [['check', duvo, '--names', 'camel'], /^granthouse: --names: found "camel"\. Use one of as-is, snake_case\./u],
  ])('%j can not be read: the reason in one line, status 1', async (words, reason) => {
    const { code, out, err } = await granthouse(words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(reason);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it.each([[[]], [['list']]])('takes check and tools, not %j', async (words) => {
    expect(await granthouse(words)).toMatchObject({
      code: 2,
      err: expect.stringContaining('openapi takes check, tools'),
    });
  });

  it('works on a Node without node:sqlite', async () => {
    const flags = ['--no-experimental-sqlite'];
    expect(await granthouse(['check', await document(plain), '--host', 'cursor'], { flags })).toMatchObject({
      code: 0,
    });
  });
});
