/** A team’s whole house: authorization server, order desk, servers that take a key and headers, and `granthouse connections serve`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderDesk, person as admin } from '../../support/authorization-server.ts';
import { freePort } from '../../support/free-port.ts';
import { startHouse, type House } from '../../support/order-desk.ts';
import { launch, type Program } from '../../support/program.ts';

export { admin };
export const teammate = { login: 'grace@example.com', password: 'a teammate’s own password', name: 'Grace Hopper' };

const secret = 'another secret for tests, and long enough';

const useOfConnections = {
  name: 'Northwind connections',
  scopes: { 'connections:use': { description: 'Use the tools of everything that you are connected to' } },
  defaultScopes: ['connections:use'],
};

export interface TeamHouse {
  readonly house: House;
  readonly folder: string;
  /** Of the pages; the endpoint is `/mcp` below it. */
  readonly url: string;
  readonly program: Program;
  close(): Promise<void>;
}

export async function startTeamHouse(overrides: Record<string, unknown> = {}): Promise<TeamHouse> {
  const [deskPort, port] = [await freePort(), await freePort()];
  const [resource, url] = [`http://localhost:${deskPort}/mcp`, `http://localhost:${port}`];
  const resources = [
    { resource, ...orderDesk },
    { resource: `${url}/mcp`, ...useOfConnections },
  ];
  const house = await startHouse({ resources }, { port: deskPort });
  await house.authorizationServer.accounts.add(teammate);
  const folder = await mkdtemp(join(tmpdir(), 'granthouse-team-'));
  await writeFile(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
  const configuration = {
    url,
    port,
    issuer: house.issuer,
    admins: [admin.login],
    brand: { name: 'Northwind' },
    network: { besides: 'loopback' },
    store: { sqlite: 'store/connections.db' },
    secretFile: 'secret',
    ...overrides,
  };
  await writeFile(join(folder, 'connections.json'), JSON.stringify(configuration));
  const words = ['connections', 'serve', '--config', 'connections.json'];
  const program = launch('packages/cli/src/bin.ts', { words, cwd: folder });
  await program.says(`Connections are at ${url}`);
  const close = async () => {
    await program.kill();
    await house.close();
    await rm(folder, { recursive: true });
  };
  return { house, folder, url, program, close };
}
