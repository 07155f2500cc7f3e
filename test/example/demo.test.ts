/** What `npm start` runs: both servers on both loopback families, a demo person, and a clean stop. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../support/browser.ts';
import { pageOf, sentTo } from '../support/connect.ts';
import { freePort } from '../support/free-port.ts';
import { authorizationRequest, register } from '../support/oauth-client.ts';
import { launch, type Program } from '../support/program.ts';

let folder: string;
let ports: { authorizationServer: number; mcpServer: number };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'granthouse-demo-'));
  ports = { authorizationServer: await freePort(), mcpServer: await freePort() };
});

afterAll(() => rm(folder, { recursive: true }));

const start = (environment: NodeJS.ProcessEnv = {}): Program =>
  launch('examples/mcp-server/src/demo/main.ts', {
    cwd: folder,
    environment: {
      AUTHORIZATION_SERVER_PORT: String(ports.authorizationServer),
      MCP_SERVER_PORT: String(ports.mcpServer),
      ...environment,
    },
  });

/** The status that a loopback address answers, asked by the name that the server knows. */
function statusAt(address: string, port: number, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host: address, port, path, headers: { host: `localhost:${port}` } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

describe('the demo', () => {
  it('answers on both loopback families, with a form that comes filled in, and stops well', async () => {
    const running = start();
    await running.says('Ctrl+C stops it.');
    const issuer = `http://localhost:${ports.authorizationServer}`;
    for (const address of ['127.0.0.1', '::1']) {
      expect(await statusAt(address, ports.authorizationServer, '/health/ready')).toBe(200);
      expect(await statusAt(address, ports.mcpServer, '/mcp')).toBe(401);
    }
    const client = await register(issuer);
    const browser = new Browser();
    const signIn = pageOf(await browser.open(authorizationRequest(issuer, client.client_id).url));
    const consent = pageOf(await browser.submit(signIn, '/sign-in'));
    expect(sentTo(await browser.submit(consent, '/approve')).searchParams.get('code')).not.toBeNull();

    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    const { code, out } = await running.ended;
    expect(code).toBe(0);
    for (const place of [
      issuer,
      `http://localhost:${ports.mcpServer}/mcp`,
      'claude mcp add',
      'npx @modelcontextprotocol/inspector',
      'cursor',
      'code --add-mcp',
      'curl',
    ]) {
      expect(out).toContain(place);
    }
  });

  it('keeps its secret to its owner, outside the folder of the databases, and nothing half-written', async () => {
    const [store = ''] = await readdir(join(folder, '.granthouse'));
    const inside = join(folder, '.granthouse', store);
    expect((await stat(join(inside, 'secret'))).mode & 0o777).toBe(0o600);
    expect((await readdir(join(inside, 'store'))).filter((name) => !/^[\w-]+\.db$/.test(name))).toEqual([]);
  });

  it('starts again on its data, and has a store of its own for another issuer', async () => {
    const again = start();
    await again.says('Ctrl+C stops it.');
    const other = start({
      AUTHORIZATION_SERVER_PORT: String(await freePort()),
      MCP_SERVER_PORT: String(await freePort()),
    });
    await other.says('Ctrl+C stops it.');
    expect(await readdir(join(folder, '.granthouse'))).toHaveLength(2);
    again.child.kill('SIGTERM');
    other.child.kill('SIGTERM');
    expect([(await again.ended).code, (await other.ended).code]).toEqual([0, 0]);
  });

  it.each(['AUTHORIZATION_SERVER_PORT', 'MCP_SERVER_PORT'])(
    'names %s when its port is in use or is none',
    async (variable) => {
      const taken = start();
      await taken.says('Ctrl+C stops it.');
      const free = { AUTHORIZATION_SERVER_PORT: String(await freePort()), MCP_SERVER_PORT: String(await freePort()) };
      const port = variable === 'MCP_SERVER_PORT' ? ports.mcpServer : ports.authorizationServer;
      const second = await start({ ...free, [variable]: String(port) }).ended;
      expect({ code: second.code, err: second.err }).toEqual({
        code: 1,
        err: expect.stringMatching(`${variable}: found port ${port}, which is in use`),
      });
      const wrong = await start({ ...free, [variable]: 'abc' }).ended;
      expect({ code: wrong.code, err: wrong.err }).toEqual({ code: 1, err: expect.stringContaining(variable) });
      taken.child.kill();
      await taken.ended;
    },
  );
});
