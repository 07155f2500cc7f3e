/** What is known of the tools that hosts take: each limit has its source, and is handed on as it is. */
import { describe, expect, it } from '@jest/globals';
import { hostProfiles, toolLimitFact, toolLimitsOf } from '@granthouse/host-profiles';
import { openApiTools, type ToolLimits } from '@granthouse/openapi-tools';

const known = hostProfiles().filter(({ tool_limits: limits }) => limits !== undefined);
const rows = known.map((profile) => [profile.id, profile] as const);
const byId = (id: string) => known.find((profile) => profile.id === id) ?? known[0]!;
const document = { openapi: '3.1.0', info: {}, paths: { '/orders': { get: { operationId: 'listOrders' } } } };

describe('the limits of a host', () => {
  it('are known of the hosts that most people use', () => {
    const ids = ['cursor', 'claude-hosted', 'claude-code', 'vscode', 'gemini-cli', 'windsurf', 'kiro-cli'];
    expect(known.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  it.each(rows)('of %s say something', (_id, profile) => {
    expect(Object.keys(toolLimitsOf(profile)).length).toBeGreaterThan(0);
  });

  it.each(rows)('of %s fit the option limits of openApiTools', (_id, profile) => {
    const limits: ToolLimits = { ...toolLimitsOf(profile), serverName: 'orders' };
    const { tools } = openApiTools(document, { server: 'https://api.example.com', limits });
    expect([...tools.keys()]).toEqual(['listOrders']);
  });

  it.each(rows)('of %s are no younger than its profile', (_id, { tool_limits: limits, collected }) => {
    const dates = Object.values(limits ?? {}).flatMap((fact: { date?: string | null } | 'unknown') =>
      fact === 'unknown' ? [] : [fact.date ?? ''],
    );
    expect(dates.filter((date) => date > collected)).toEqual([]);
  });

  it('are what was written, with where it is from', () => {
    expect(toolLimitsOf(byId('cursor'))).toMatchObject({
      qualifiedName: { form: '{server}:{tool}', length: 60 },
      toolCount: 80,
    });
    expect(toolLimitFact(byId('cursor'), 'toolCount')).toMatchObject({
      value: 80,
      effect: 'warned',
      confidence: 'issue',
    });
    expect(toolLimitFact(byId('cursor'), 'keyLength')).toBeUndefined();
  });

  it('are found by the id of a host, which must exist', () => {
    expect(toolLimitsOf('cursor')).toEqual(toolLimitsOf(byId('cursor')));
    expect(() => toolLimitsOf('curser')).toThrow('There is no profile of a host "curser".');
  });

  it('are nothing where nothing is known', () => {
    const unknown = hostProfiles().find(({ tool_limits: limits }) => limits === undefined);
    expect(unknown && toolLimitsOf(unknown)).toEqual({});
  });
});
