/** The program serves the document of a real API by its path: every operation is a tool, and a call of each arrives as the document says. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Recorded, type RecordingApi, startRecordingApi } from '../openapi-tools/call/recording-api.ts';
import { root } from '../support/source-files.ts';
import { clients, type ListedTool, textOf, type ToolsClient } from '../support/tools-clients.ts';
import { rawOperations, type RawOperation } from './raw-document.ts';
import { startProgram, type StartedProgram } from './running-program.ts';
import { sampleArguments } from './sample-arguments.ts';

const file = join(root, 'test/openapi-tools/fixtures/duvo-openapi.json');
const operations = rawOperations(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>);
const duvoKey = 'duvo_a-key-of-the-API';

let folder: string;
let api: RecordingApi;
let program: StartedProgram;
let client: ToolsClient;
let tools: ListedTool[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-openapi-'));
  api = await startRecordingApi();
  program = await startProgram({
    cwd: folder,
    words: ['--document', file, '--server', api.url],
    environment: { API_HEADER: `Authorization: Bearer ${duvoKey}` },
  });
  client = await clients['client 2.4.0, 2026-07-28'](program.resource, program.apiKey);
  tools = (await client.listTools()).tools;
});
afterAll(async () => {
  await client.close();
  await program.stop();
  await api.close();
  await rm(folder, { recursive: true });
});

/** By its operationId; one of the four without by method and path in words, which may be cut, with a hash at the end. */
function toolOf({ operationId, method, path }: RawOperation): ListedTool {
  const plain = (text: string) => text.replaceAll(/[^a-z0-9]/giu, '').toLowerCase();
  const isCalled = (name: string) => {
    const words = plain(method + path);
    return plain(name) === words || (/_[0-9a-f]{8}$/u.test(name) && words.startsWith(plain(name.slice(0, -9))));
  };
  const found = tools.filter(({ name }) => (operationId === undefined ? isCalled(name) : name === operationId));
  if (found.length !== 1) throw new Error(`${found.length} tools are for ${method} ${path}`);
  return found[0]!;
}

/** What hosts take as a name; a placeholder named by a star holds several segments. */
const argumentOf = (name: string) => (name === '*' ? 'path_rest' : name.replaceAll(/\W/gu, '_'));

/** What stood at the placeholders; fails when the rest of the path is not the template's, letter for letter. */
function filled({ path, placeholders }: RawOperation, pathname: string): Record<string, string> {
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  const pattern = path.split(/\{[^}]+\}/u).map(literal);
  const groups = placeholders.map((name) => (name === '*' ? '(.+)' : '([^/]+)'));
  const expression = pattern.map((part, index) => part + (groups[index] ?? '')).join('');
  const [, ...values] = new RegExp(`^${expression}$`, 'u').exec(pathname) ?? [];
  expect({ path, pathname, isFilled: values.length === placeholders.length }).toEqual({
    path,
    pathname,
    isFilled: true,
  });
  return Object.fromEntries(
    placeholders.map((name, index) => [argumentOf(name), decodeURIComponent(values[index] ?? '')]),
  );
}

/** By argument: the members of the body, or the whole of one that has none of its own. */
function inBody({ body }: RawOperation, recorded: Recorded): Record<string, unknown> {
  const text = Buffer.from(recorded.body, 'latin1').toString();
  if (body === undefined) return text === '' ? {} : { unexpected: text };
  const value: unknown = JSON.parse(text);
  if (body.members === undefined) return { body: value };
  return Object.fromEntries(Object.entries(Object(value)).map(([name, member]) => [argumentOf(name), member]));
}

/** By name, each as the text that it was written as. */
function inQuery(url: URL): Record<string, string[]> {
  const names = [...new Set(url.searchParams.keys())];
  return Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)]));
}

describe("Duvo's document", () => {
  it.each(Object.entries(clients))('has 213 tools for %s', async (_name, connect) => {
    const other = await connect(program.resource, program.apiKey);
    expect((await other.listTools()).tools).toHaveLength(213);
    await other.close();
  });

  it('has an operation for each of them', () => {
    expect(operations).toHaveLength(213);
    expect(new Set(operations.map((operation) => toolOf(operation).name)).size).toBe(213);
  });

  it.each(operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const))(
    'calls %s as it says, with every argument that it names',
    async (_title, operation) => {
      const tool = toolOf(operation);
      const args = sampleArguments(tool.inputSchema);
      const before = api.recorded.length;
      const result = await client.callTool({ name: tool.name, arguments: args });
      expect({ text: textOf(result), isError: result.isError ?? false }).toEqual({
        text: '{"ok":true}',
        isError: false,
      });
      const [recorded, ...others] = api.recorded.slice(before);
      expect(others).toEqual([]);
      const url = new URL(recorded!.url, api.url);

      // Each argument arrived once, at its place, and nothing else did.
      const queryNames = operation.parameters.filter((each) => each.in === 'query').map(({ name }) => name);
      const [forQuery = [], forOthers = []] = [true, false].map((isQuery) =>
        Object.entries(args).filter(([name]) => queryNames.includes(name) === isQuery),
      );
      expect(inQuery(url)).toEqual(
        Object.fromEntries(forQuery.map(([name, value]) => [name, [value].flat().map(String)])),
      );
      expect({ ...filled(operation, url.pathname), ...inBody(operation, recorded!) }).toEqual(
        Object.fromEntries(forOthers),
      );
      // And the document names nothing that was not there.
      const { method, body, parameters, placeholders } = operation;
      expect([recorded!.method, recorded!.headers['content-type']]).toEqual([method, body?.mediaType]);
      const inDocument = [
        ...placeholders,
        ...parameters.map(({ name }) => name),
        ...(body ? (body.members ?? ['body']) : []),
      ];
      expect(new Set(Object.keys(args))).toEqual(new Set(inDocument.map(argumentOf)));
      expect(recorded!.headers.authorization).toBe(`Bearer ${duvoKey}`);
    },
  );

  it('and no call carried what the program itself was called with', () => {
    expect(api.recorded.length).toBe(213);
    expect(JSON.stringify(api.recorded).includes(program.apiKey)).toBe(false);
  });
});
