/** Which program opens an address, on which system; no shell is between. */
import { describe, expect, it } from '@jest/globals';
import { browserCommand } from '../../../packages/cli/src/connect/browser.ts';

const url = new URL('https://issuer.example/authorize?a=1&b=$(touch x)');
const { href } = url;

describe('the browser that is opened', () => {
  it.each([
    ['linux', { BROWSER: 'firefox' }, ['firefox', href]],
    ['linux', { BROWSER: 'firefox --new-window %s:chromium', DISPLAY: ':0' }, ['firefox', '--new-window', href]],
    ['linux', { DISPLAY: ':0' }, ['xdg-open', href]],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open', href]],
    ['linux', {}, undefined],
    ['linux', { BROWSER: '', DISPLAY: '' }, undefined],
    ['darwin', {}, ['open', href]],
    ['darwin', { BROWSER: 'firefox' }, ['firefox', href]],
    ['win32', { BROWSER: 'C:\\firefox.exe' }, ['rundll32', 'url.dll,FileProtocolHandler', href]],
  ] as const)('on %s with %j is %j', (platform, environment, command) => {
    expect(browserCommand(url, { environment, platform })).toEqual(command);
  });
});
