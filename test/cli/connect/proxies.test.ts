/** Commands of a person behind a proxy, which the environment names. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { proxiesOf } from '../../../packages/cli/src/connect/proxies.ts';
import { startForwardProxy, type ForwardProxy } from '../../support/forward-proxy.ts';
import { personAtHome, type PersonAtHome } from './person.ts';
import { startSmallServer, type SmallServer } from './small-server.ts';

let proxy: ForwardProxy;
let small: SmallServer;
let person: PersonAtHome;

beforeEach(async () => {
  [proxy, small, person] = await Promise.all([startForwardProxy(), startSmallServer(() => true), personAtHome()]);
});
afterEach(async () => {
  await person.close();
  await Promise.all([small.close(), proxy.close()]);
});

it('reach a server through it, the doctor too', async () => {
  const url = `http://mcp.example.com:${new URL(small.url).port}/mcp`;
  const environment = { HTTP_PROXY: proxy.origin };
  const listed = await person.granthouse(['tools', url, '--plain-http'], { environment });
  expect(listed).toMatchObject({ code: 0, out: expect.stringMatching(/^echo$/m) });
  const examined = await person.granthouse(['doctor', url, '--plain-http'], { environment });
  expect(examined.out.replaceAll(/\s+/g, ' ')).toContain(`Asked through the proxy ${proxy.origin}:`);
});

it.each([
  [{ HTTPS_PROXY: 'proxy:8080' }, 'http://proxy:8080/'],
  [{ HTTPS_PROXY: 'http://other:1', https_proxy: 'https://proxy' }, 'https://proxy/'],
  [{ HTTPS_PROXY: '' }, undefined],
])('read %j as curl does', (environment, expected) => {
  expect(proxiesOf(environment).https?.href).toBe(expected);
});

it.each(['socks5://hunter2@proxy', 'http://', 'http://hunter2 x', 'http://ada:hunter2%@proxy:8080'])(
  'say that %j is none, and not what it is',
  (value) => {
    const read = () => proxiesOf({ HTTPS_PROXY: value });
    expect(read).toThrow(/^HTTPS_PROXY is not the address of an http proxy/);
    expect(read).not.toThrow(/hunter2/);
  },
);
