/** The tables of options in the documentation: every option is there, with the default that the code has, and none that doesn't exist. */
import { describe, expect, it } from '@jest/globals';
import type {
  DescriptionOptions,
  IdempotencyKeyOptions,
  NameOptions,
  OpenApiToolsOptions,
  Selection,
  ToolLimits,
} from '@granthouse/openapi-tools';
import { memoryEngine } from '@granthouse/storage/memory';
import { run, type Terminal } from '../../packages/cli/src/index.ts';
import { completeOptions } from '../../packages/authorization-server/src/options.ts';
import { completeOptions as completeToolsOptions } from '../../packages/openapi-tools/src/options.ts';
import { refusalReasons } from '../../packages/resource-server/src/refusal.ts';
import { resolveOptions } from '../../packages/resource-server/src/options.ts';
import { orderDesk } from '../support/authorization-server.ts';
import { pages } from './documents.ts';

const guides = pages.filter(({ path }) =>
  ['docs/quickstart.md', 'docs/protect-your-server.md', 'docs/openapi.md'].includes(path),
);

/** Rows of the table below a heading: the option's names and its default, as they stand. */
function rowsBelow(heading: string): Array<{ names: string; byDefault: string }> {
  const page = guides.find(({ text }) => text.includes(`\n${heading}\n`));
  const [, after = ''] = page?.text.split(`\n${heading}\n`) ?? [];
  const [section = ''] = after.split(/^#+ /m);
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map((cells) => ({ names: cells[1] ?? '', byDefault: cells.at(-2) ?? '' }));
}

const required = {
  issuer: 'https://login.example.com',
  storage: memoryEngine(),
  secret: 'a secret for tests, long enough to be taken',
  resources: [{ resource: 'https://orders.example.com/mcp', ...orderDesk }],
};

/** Given by a program alone: a file can't hold functions, and names the store and the secret in its own way. */
const notInTheFile = [
  'storage',
  'secret',
  'otherSecrets',
  'log',
  'onEvent',
  'fetch',
  'now',
  'isLoopback',
  'issuerPath',
];

describe('the options of the authorization server', () => {
  const rows = rowsBelow('### Every option');
  const { lifetimes, ...options } = completeOptions(required);

  it.each(Object.keys(options).filter((name) => !notInTheFile.includes(name)))('name %s', (name) => {
    expect(rows.map(({ names }) => names).join(' ')).toMatch(new RegExp(`\`${name}(?:[.[][^\`]*)?\``));
  });

  it.each(Object.entries(lifetimes))('say that lifetimes.%s is %d seconds by default', (name, seconds) => {
    const row = rows.find(({ names }) => names === `\`lifetimes.${name}\``);
    expect(Number(row?.byDefault.replace(/ \(.*/, '').replaceAll(',', ''))).toBe(seconds);
  });
});

describe('the options that say when a client is forgotten', () => {
  it.each(Object.entries(completeOptions(required).registration.forget))(
    'say that %s is %d seconds by default',
    (name, seconds) => {
      const row = rowsBelow('### Every option').find(({ names }) => names === `\`registration.forget.${name}\``);
      expect(Number(row?.byDefault.replace(/ \(.*/, '').replaceAll(',', ''))).toBe(seconds);
    },
  );
});

describe('the options of granthouse clients add', () => {
  it('are those that the command names when it helps', async () => {
    const said: string[] = [];
    await run(['clients', '--help'], { say: (text: string) => void said.push(text) } as Terminal);
    const paragraphs = said.join('\n').split('\n\n');
    const help = paragraphs.filter((each) => /^(?: {2}granthouse )?clients add/.test(each)).join('\n');
    const options = help.match(/--(?!config)[a-z-]+/g) ?? [];
    const rows = rowsBelow("### Clients that don't register themselves");
    expect(rows.map(({ names }) => names).toSorted()).toEqual(
      [...new Set(options)].map((option) => `\`${option}\``).toSorted(),
    );
  });
});

describe('the options of protectedResource', () => {
  const rows = rowsBelow('## Options of `protectedResource`');
  const options = resolveOptions({
    resource: 'https://orders.example.com/mcp',
    authorizationServers: [required.issuer],
  });
  const optional = [
    'resourceName',
    'resourceDocumentation',
    'resourcePolicyUri',
    'resourceTosUri',
    'rateLimit',
    'onDecision',
    'log',
  ];

  it('are those that exist, but for what tests alone give and what follows from others', () => {
    const known = [
      ...Object.keys(options).filter((name) => !['now', 'fetch', 'implies', 'metadataUrl'].includes(name)),
      ...optional,
    ];
    expect(rows.map(({ names }) => names.replaceAll('`', '')).toSorted()).toEqual(known.toSorted());
  });

  it.each(['clockTolerance', 'maxBodyBytes'] as const)('say what %s is by default', (name) => {
    const row = rows.find(({ names }) => names === `\`${name}\``);
    expect(Number(row?.byDefault)).toBe(options[name]);
  });
});

describe('the options of openApiTools', () => {
  // Lacks it a name, it doesn't compile: an option that is added is added here, and in the table.
  const options: Record<keyof OpenApiToolsOptions<unknown>, true> = {
    server: true,
    serverVariables: true,
    references: true,
    names: true,
    descriptions: true,
    select: true,
    limits: true,
    scopes: true,
    annotations: true,
    authorize: true,
    credentials: true,
    dangerouslyForwardInboundToken: true,
    timeout: true,
    maxAnswerBytes: true,
    idempotencyKey: true,
    onCall: true,
    log: true,
    fetch: true,
  };
  const names: Record<keyof NameOptions, true> = { style: true, prefix: true, maxLength: true };
  const descriptions: Record<keyof DescriptionOptions, true> = { maxLength: true };
  const idempotencyKey: Record<keyof IdempotencyKeyOptions, true> = { header: true, methods: true, argument: true };
  const select: Record<keyof Selection, true> = {
    tags: true,
    methods: true,
    paths: true,
    operationIds: true,
    deprecated: true,
    scopes: true,
  };
  const limits: Record<keyof ToolLimits, true> = {
    namePattern: true,
    nameLength: true,
    qualifiedName: true,
    serverName: true,
    keyPattern: true,
    keyLength: true,
    refusedAtRoot: true,
    refusedKeywords: true,
    singleTypes: true,
    arrayItems: true,
    toolCount: true,
    descriptionLength: true,
    listBytes: true,
  };
  const rows = rowsBelow('## Options of `openApiTools`');

  it('are those that exist', () => {
    const known = [
      ...Object.keys(options).filter((name) => !['names', 'descriptions', 'idempotencyKey'].includes(name)),
      ...Object.keys(names).map((name) => `names.${name}`),
      ...Object.keys(descriptions).map((name) => `descriptions.${name}`),
      ...Object.keys(select).map((name) => `select.${name}`),
      ...Object.keys(limits).map((name) => `limits.${name}`),
      ...Object.keys(idempotencyKey).map((name) => `idempotencyKey.${name}`),
    ];
    expect(rows.map((row) => row.names.replaceAll('`', '')).toSorted()).toEqual(known.toSorted());
  });

  it.each(['timeout', 'maxAnswerBytes'] as const)('say what %s is by default', (name) => {
    const row = rows.find((each) => each.names === `\`${name}\``);
    expect(Number(row?.byDefault.replaceAll(',', ''))).toBe(completeToolsOptions({})[name]);
  });
});

it('docs/protect-your-server.md says of every reason of a refusal what came', () => {
  const reasons = rowsBelow('## What the guard decides').map(({ names }) => names.replaceAll('`', ''));
  expect(reasons).toEqual([...refusalReasons]);
});
