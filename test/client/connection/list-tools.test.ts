/** Lists of tools that have an end, and such that have none (CL-15; MCP 2025-11-25, pagination). */
import { describe, expect, it } from '@jest/globals';
import { connectedTo } from './scripted-server.ts';

const tool = (name: string) => ({ name, inputSchema: { type: 'object' } });

describe('a list of tools', () => {
  it('is whole, over all its pages', async () => {
    const { tools } = await connectedTo({
      'tools/list': ({ params }) =>
        params['cursor'] === 'b' ? { tools: [tool('second')] } : { tools: [tool('first')], nextCursor: 'b' },
    });
    expect((await tools()).map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it.each([
    ['the same page', (cursor: unknown) => (cursor === undefined ? 'a' : 'a')],
    ['two pages', (cursor: unknown) => (cursor === 'a' ? 'b' : 'a')],
  ])('CL-15: that leads round %s is left', async (_title, next) => {
    const { tools, scripted } = await connectedTo({
      'tools/list': ({ params }) => ({ tools: [tool('ping')], nextCursor: next(params['cursor']) }),
    });
    await expect(tools()).rejects.toMatchObject({ code: 'too_large' });
    expect(scripted.came.filter((each) => each === 'POST tools/list').length).toBeLessThanOrEqual(3);
  });

  it.each([
    ['pages', { tools: [] }, { mostPages: 5 }],
    ['tools', { tools: Array.from({ length: 400 }, (_, index) => tool(`t${index}`)) }, {}],
    ['bytes', { tools: [{ ...tool('ping'), description: 'x'.repeat(1_000_000) }] }, {}],
  ])('CL-15: of ever new %s is left', async (_title, page, limits) => {
    let asked = 0;
    const nextCursor = () => `cursor ${(asked += 1)}`;
    const { tools } = await connectedTo({ 'tools/list': () => ({ ...page, nextCursor: nextCursor() }) }, limits);
    await expect(tools()).rejects.toMatchObject({ code: 'too_large' });
    expect(asked).toBeLessThanOrEqual(5);
  });

  it('is empty, and not asked for, where a server has no tools', async () => {
    const initialize = () => ({
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 'a', version: '1' },
    });
    const { tools, scripted } = await connectedTo({ initialize });
    expect(await tools()).toEqual([]);
    expect(scripted.came).not.toContain('POST tools/list');
  });

  it('CL-15: that does not end in time is left', async () => {
    const { tools } = await connectedTo({ 'tools/list': () => undefined }, { listTime: 50 });
    await expect(tools()).rejects.toMatchObject({ code: 'timed_out' });
  });
});
