/** Arguments become a request that says the same: read back by a parser that knows the documents and the specification alone. */
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openApiTools, type PlannedTool } from '@granthouse/openapi-tools';
import { ArgumentError } from '../../../packages/openapi-tools/src/call/write/argument-error.ts';
import { writeRequest, type WrittenRequest } from '../../../packages/openapi-tools/src/call/write/request.ts';
import { describedOperation, type DescribedOperation } from '../../support/openapi-request/described.ts';
import { parseRequest, type ReceivedRequest } from '../../support/openapi-request/parse-request.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import type { Raw } from '../../support/raw-document.ts';
import { type Recorded, type RecordingApi, startRecordingApi } from '../call/recording-api.ts';
import { anyArguments, carriedArguments } from './arguments-of.ts';
import { everyForm } from './every-form.ts';
import { differenceOf } from './said-by-arguments.ts';

const { resolve } = createRequire(import.meta.url);
const examples = ['3.0', '3.1'].flatMap((version) => {
  const folder = join(dirname(resolve('@readme/oas-examples/package.json')), version, 'json');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => [`${version}/${name}`, join(folder, name)] as const);
});
const duvo = new URL('../fixtures/duvo-openapi.json', import.meta.url).pathname;
const github = join(dirname(resolve('@octokit/openapi/package.json')), 'generated/api.github.com.json');
const documents = [["Duvo's", duvo], ["GitHub's", github], ...examples] as const;

const base = '/base/v1';
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Raw;
const toolsOf = (document: Raw, origin = 'https://api.example.com'): PlannedTool[] => [
  ...openApiTools(document, { server: origin + base }).tools.values(),
];

function received({ method, url, headers, body }: WrittenRequest): ReceivedRequest {
  if (body instanceof FormData) throw new Error('a form whose bytes nobody saw');
  return {
    method,
    target: url.pathname + url.search,
    headers: new Headers([...headers]),
    body: Buffer.from(body ?? ''),
  };
}

function receivedBy({ method, url, rawHeaders, body }: Recorded): ReceivedRequest {
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return { method, target: url, headers, body: Buffer.from(body, 'latin1') };
}

/** Undefined where the request says the same as the arguments. */
type Say = (tool: PlannedTool, args: Raw, request: ReceivedRequest) => string | undefined;

function sayingOf(document: Raw): Say {
  const described = new Map<PlannedTool, DescribedOperation>();
  return (tool, args, request) => {
    const { path, method } = tool.operation;
    const operation = described.get(tool) ?? describedOperation(document, path, method);
    described.set(tool, operation);
    return differenceOf(tool, args, parseRequest(request, operation, base));
  };
}

/** The first operation of which a request says something else, with the seed to try it again. */
function differenceIn(document: Raw, numRuns: number): string | undefined {
  const say = sayingOf(document);
  for (const tool of toolsOf(document)) {
    const write = (args: Raw) => say(tool, args, received(writeRequest(tool, args)));
    const properties = [
      fc.property(carriedArguments(tool), (args) => requireNone(write(args))),
      fc.property(anyArguments(tool), (args) => requireNone(unlessRefused(() => write(args)))),
    ];
    for (const property of properties) {
      const details = fc.check(property as fc.IProperty<[Raw]>, { numRuns });
      if (details.failed)
        return `${tool.definition.name}: ${String(details.errorInstance)}\n${fc.defaultReportMessage(details)}`;
    }
  }
  return undefined;
}

function requireNone(difference: string | undefined): void {
  if (difference !== undefined) throw new Error(difference);
}

/** What a request can't carry may be refused, and nothing else may happen to it. */
function unlessRefused<Result>(write: () => Result): Result | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof ArgumentError) return undefined;
    throw error;
  }
}

describe('a request', () => {
  it.each(documents)('says what the arguments say, for each operation of the document %s', (_name, file) => {
    expect(differenceIn(read(file), propertyRuns(1))).toBeUndefined();
  });

  it('says what the arguments say in each place, style and kind of body', () => {
    expect(differenceIn(everyForm, propertyRuns(6))).toBeUndefined();
  });
});

describe('a request on a socket', () => {
  let api: RecordingApi;
  beforeAll(async () => {
    api = await startRecordingApi();
  });
  afterAll(() => api.close());

  const some: [string, () => Raw][] = [
    ['every form', () => everyForm],
    ["Duvo's", () => read(duvo)],
    ["GitHub's", () => read(github)],
  ];

  it.each(some)('says there what the arguments say: %s', async (_name, open) => {
    const document = open();
    const say = sayingOf(document);
    const all = toolsOf(document, api.url);
    const every = Math.ceil(all.length / propertyRuns(60));
    for (const tool of all.filter((_tool, index) => index % every === 0)) {
      const [args = {}] = fc.sample(carriedArguments(tool), 1);
      const { method, url, headers, body } = writeRequest(tool, args);
      await fetch(url, { method, headers: [...headers], body: body ?? null });
      const request = api.recorded.pop();
      if (!request) throw new Error('nothing came');
      expect(request.method).toBe(method);
      expect(say(tool, args, receivedBy(request))).toBeUndefined();
    }
  });
});
