/** What makes tools good to use for a model, as Duvo asks for it and every host gains by it. */
import type { ListedTool } from '../../../connection/connection.ts';
import type { Check, Found } from '../../check.ts';
import { toolFinding } from './tool-finding.ts';
import { noWayIn } from './tool-call.ts';

const section = 'Duvo, Build an MCP server for Duvo, designing your tools';

interface Guideline extends Pick<Check, 'id' | 'asks'>, Pick<Found, 'seen' | 'expected' | 'remedy'> {
  isBroken(tool: ListedTool): boolean;
}

const guidelines: readonly Guideline[] = [
  {
    id: 'tools.description',
    asks: 'Does every tool say what it does and when to use it?',
    isBroken: ({ description = '' }) => description.trim().length < 10,
    seen: 'no description, or hardly one',
    expected: 'a description: it is all that an agent sees when it decides whether to call the tool',
    remedy: 'Describe what each tool does, when to use it, and what it answers.',
  },
  {
    id: 'tools.flat-input',
    asks: 'Does every tool take its arguments flat, and not wrapped in query or body?',
    isBroken: ({ inputSchema }) => Object.entries(propertiesOf(inputSchema)).some(isWrapper),
    seen: 'arguments wrapped in an object of the protocol behind it',
    expected: 'one flat object of arguments',
    remedy: 'Take the members of query, body and the like as arguments of their own.',
  },
  {
    id: 'tools.idempotency',
    asks: 'Does every tool that destroys take a key, or say that calling it twice does no more?',
    isBroken: ({ annotations, inputSchema }) =>
      annotations?.['destructiveHint'] === true &&
      annotations['idempotentHint'] !== true &&
      !Object.keys(propertiesOf(inputSchema)).some((name) => /idempoten|request_?id|dedup/i.test(name)),
    seen: 'destroys, and destroys twice when it is called twice',
    expected: 'an idempotency key as an argument, or idempotentHint',
    remedy: 'Take an idempotency key, and answer a call with a known one as the first was answered.',
  },
];

export const guidelineChecks: readonly Check[] = guidelines.map(({ id, asks, isBroken, ...finding }) => ({
  id,
  section,
  asks,
  after: ['tools.listed'],
  unless: noWayIn,
  judge({ learned: { tools = [] } }) {
    const broken = tools.filter(isBroken).map(({ name }) => name);
    return Promise.resolve(broken.length > 0 ? [toolFinding({ ...finding, tools: broken })] : []);
  },
}));

type Schema = Readonly<Record<string, unknown>>;

const propertiesOf = (schema: Schema) => (isObject(schema['properties']) ? schema['properties'] : {});
const isObject = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

const isWrapper = ([name, schema]: [string, unknown]) =>
  /^(?:query|body|params|path|headers|args|arguments|input|payload|request)$/i.test(name) &&
  isObject(schema) &&
  isObject(schema['properties']);
