/** What a server may say within its 4 MB to hold up whoever reads it: values without number, depth without end, questions (CL-15). */
import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { connectedTo, event, eventStream, identity, type Script } from './scripted-server.ts';

const many = (count: number, value: unknown): unknown[] => Array.from({ length: count }, () => value);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let each = 0; each < depth; each += 1) value = [value];
  return value;
}

const text = { type: 'text', text: 'pong' };
const tool = { name: 'ping', inputSchema: { type: 'object' } };

const results: ReadonlyArray<readonly [string, object]> = [
  ['parts without number', { content: many(1_001, {}) }],
  ['faults without number in one part', { content: [{ ...text, annotations: { audience: many(20_001, {}) } }] }],
  ['a depth without end', { content: [text], structuredContent: { a: nested(501) } }],
];

const lists: ReadonlyArray<readonly [string, object]> = [
  ['tools without number', { tools: many(1_001, 0) }],
  ['faults without number in one tool', { tools: [{ ...tool, icons: many(60_001, {}) }] }],
  ['a schema without end', { tools: [{ ...tool, inputSchema: { type: 'object', properties: { a: nested(501) } } }] }],
];

/** As JSON, and as a stream of events. */
const said = (result: object): readonly Script[string][] => [
  () => result,
  ({ id, response }) => void eventStream(response).end(event({ id, result })),
];

describe('an answer of small values', () => {
  it.each(results)('CL-15: is left unread where a call brings %s', async (_, result) => {
    for (const answer of said(result)) {
      const { call } = await connectedTo({ 'tools/call': answer });
      await expect(call('ping', {})).rejects.toMatchObject({ code: 'too_large' });
    }
  });

  it.each(lists)('CL-15: is left unread where a list brings %s', async (_, result) => {
    for (const answer of said(result)) {
      const { tools } = await connectedTo({ 'tools/list': answer });
      await expect(tools()).rejects.toMatchObject({ code: 'too_large' });
    }
  });

  it('CL-15: is left unread while a connection is made, at either revision', async () => {
    const greeting = { ...identity.initialize(), icons: many(20_001, {}) };
    for (const method of ['initialize', 'server/discover']) {
      const connecting = connectedTo({ [method]: () => greeting });
      await expect(connecting).rejects.toMatchObject({ code: 'too_large' });
    }
  });

  it('passes where it is data that a tool is free to give', async () => {
    const result = { content: [text], structuredContent: { rows: many(50_000, 1) }, _meta: { rows: many(50_000, 1) } };
    const { call } = await connectedTo({ 'tools/call': () => result });
    expect(await call('ping', {})).toEqual(result);
  });
});

it('CL-15: arguments of a depth without end are not sent, and are no fault of the server', async () => {
  const { call, scripted } = await connectedTo({});
  await expect(call('ping', { a: nested(100_000) })).rejects.toMatchObject({ code: 'not_allowed' });
  expect(scripted.came).not.toContain('POST tools/call');
  expect(await call('ping', { a: nested(400) })).toEqual({ content: [text] });
});

describe('a question of the server', () => {
  /** Asks so often, and answers the call once it has heard as often. */
  const asking = (count: number) => {
    const heard = new EventEmitter();
    let answers = 0;
    const script: Script = {
      'tools/call'({ id, response }) {
        const stream = eventStream(response);
        heard.once('all', () => stream.end(event({ id, result: { content: [text] } })));
        stream.write(many(count, event({ id: 'again', method: 'ping' })).join(''));
      },
      // An answer has no method.
      POST({ response }) {
        response.writeHead(202).end();
        answers += 1;
        if (answers === count) heard.emit('all');
      },
    };
    return { script, answers: () => answers };
  };

  it('is answered while it works', async () => {
    const { script } = asking(5);
    const { call } = await connectedTo(script);
    expect(await call('ping', {})).toEqual({ content: [text] });
  });

  it('CL-15: is answered a hundred times in one call, and not more', async () => {
    const { script, answers } = asking(2_000);
    const { call } = await connectedTo(script);
    await expect(call('ping', {})).rejects.toMatchObject({ code: 'too_large' });
    expect(answers()).toBeLessThanOrEqual(100);
  });
});

it.each(['0', '99999999999', '9'.repeat(400)])(
  'CL-15: a stream that breaks off is not taken up again at once, after whatever pause the server asks for: %s',
  async (pause) => {
    const broken: Script[string] = ({ response }) =>
      void eventStream(response).end(`retry: ${pause}\nid: 1\ndata:\n\n`);
    const { call, scripted } = await connectedTo({ 'tools/call': broken, GET: broken }, { callTime: 400 });
    await expect(call('ping', {})).rejects.toMatchObject({ code: 'timed_out' });
    expect(scripted.came.filter((each) => each === 'GET')).toEqual([]);
  },
);
