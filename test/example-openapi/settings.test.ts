/** What the start of the example may be told: a wrong value is refused in words that say what would do, and no secret is repeated. */
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { greeting } from '@granthouse/example-openapi-server/demo/greeting';
import { otherService } from '@granthouse/example-openapi-server/demo/other-api';
import { portsOf } from '@granthouse/example-openapi-server/demo/ports';
import { settingsOf } from '@granthouse/example-openapi-server/demo/settings';
import { openApiTools } from '@granthouse/openapi-tools';
import { ConfigurationError } from '@granthouse/protocol';
import { root } from '../support/source-files.ts';

const duvo = join(root, 'test/openapi-tools/fixtures/duvo-openapi.json');

describe('the ports', () => {
  it('are as the environment says, as documented without a word, and free ones for 0', async () => {
    const ports = await portsOf({ MCP_SERVER_PORT: '9500', API_PORT: '0' });
    expect([ports.authorizationServer.port, ports.mcpServer.port]).toEqual([9410, 9500]);
    expect(ports.api.port).toBeGreaterThan(1023);
  });

  it.each([
    [{ MCP_SERVER_PORT: '70000' }, /MCP_SERVER_PORT: found 70000\. .*0 for any/],
    [{ API_PORT: 'abc' }, /API_PORT: found abc/],
    [{ API_PORT: '9411' }, /API_PORT: found 9411, as MCP_SERVER_PORT has it/],
  ])('are refused: %j', async (environment, words) => {
    await expect(portsOf(environment)).rejects.toThrow(words);
  });
});

describe('the API', () => {
  it("is the order desk's own without a word", () => {
    expect(settingsOf([], {})).toEqual({ other: undefined, search: false });
  });

  it('is any other by its document, with one header', () => {
    const words = ['--document', 'api.yaml', '--server', 'https://api.example/v1'];
    expect(settingsOf(words, { API_HEADER: 'X-Api-Key:  a key ' }).other).toEqual({
      document: 'api.yaml',
      server: 'https://api.example/v1',
      header: ['X-Api-Key', 'a key'],
    });
    expect(settingsOf(['--search', '--document', 'api.yaml'], {})).toEqual({
      other: { document: 'api.yaml' },
      search: true,
    });
  });

  it('has its own server where the words name none, and the scopes that its document names', () => {
    const { about, scopes, requiredScopes } = otherService({ document: duvo });
    expect(about[0]?.[1]).toMatch(/^https:\/\/api\.duvo\.ai +\(without credentials: API_HEADER gives some\)$/);
    expect([Object.keys(scopes), requiredScopes]).toEqual([['tools:call'], ['tools:call']]);
  });

  const refusals: [string[], NodeJS.ProcessEnv, RegExp][] = [
    [['--open'], {}, /--open.*use --document FILE/s],
    [['api.yaml'], {}, /api\.yaml.*use --document FILE/s],
    [['--server', 'https://a.example'], {}, /--document FILE/],
    [['--document', 'none.yaml'], {}, /^none\.yaml: found no file\. /],
    [['--document', 'package.json'], {}, /^package\.json #\/openapi: found no version/],
    [['--document', duvo, '--server', 'api'], {}, /^--server: found .*"api"/],
    [['--document', duvo], { API_HEADER: 'a secret' }, /API_HEADER: .*Authorization: Bearer <key>/],
    [['--document', duvo], { API_HEADER: 'A: a secret\nB: another' }, /API_HEADER: .*Authorization: Bearer <key>/],
  ];
  it.each(refusals)('is refused: %j %j', (words, environment, expected) => {
    const start = () => otherService(settingsOf(words, environment).other!);
    expect(start).toThrow(ConfigurationError);
    expect(start).toThrow(expected);
    expect(start).not.toThrow(/a secret/);
  });
});

describe('what the start says', () => {
  function saidOf(paths: object): string {
    const tools = openApiTools({ openapi: '3.1.0', info: {}, paths }, { server: 'https://api.example' });
    const service = { ...otherService({ document: duvo }), name: 'a' };
    const places = { issuer: 'http://a', resource: 'http://b', api: 'http://c', store: 'd', secret: 'e' };
    return greeting({ places, service, tools, search: false, apiKey: 'key_a' });
  }

  it('shows a terminal what strangers wrote into a document, and nothing of it is obeyed', () => {
    const said = saidOf({ '/a': { get: {} }, '/\u001B[2J\u009B1A': { get: {} } });
    expect(said).toContain('Left out');
    expect(said).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it('says who tells what is wrong in the document', () => {
    const parameters = [{ name: 'q', in: 'query', schema: { $ref: '#/components/schemas/Gone' } }];
    const said = saidOf({ '/a': { get: { parameters } } });
    expect(said).toMatch(
      /^ {4}In the document +1 problem, which this tells: npm run granthouse -- openapi check FILE$/mu,
    );
  });
});
