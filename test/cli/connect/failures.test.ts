/** What a refusal tells a person to type: for this server and account, and nothing that a shell would obey. */
import { describe, expect, it } from '@jest/globals';
import { ClientError } from '@granthouse/client';
import { failure } from '../../../packages/cli/src/connect/failures.ts';

const target = { url: new URL('https://orders.example.com/mcp'), account: 'default' };
const refused = (scope: string[]) => new ClientError('forbidden', 'more has to be allowed', { status: 403, scope });

describe('a refusal', () => {
  it.each([
    [['orders:write'], target, 'granthouse connect https://orders.example.com/mcp --scope orders:write'],
    [['a', 'b'], { ...target, account: 'work' }, 'https://orders.example.com/mcp --account work --scope a --scope b'],
    [['$(touch${IFS}x)'], target, "--scope '$(touch${IFS}x)'"],
    [["a';id;'"], target, String.raw`--scope 'a'\'';id;'\'''`],
    [['x'], { ...target, url: new URL('https://orders.example.com/a;b') }, "connect 'https://orders.example.com/a;b'"],
    [['x'], { ...target, url: new URL('https://orders.example.com/?key=hunter2') }, 'connect URL --scope x'],
  ])('for want of %j at %j ends with what to type', (scope, at, typed) => {
    const error = failure(refused(scope), at);
    expect(error).toMatchObject({ status: 3, message: expect.stringContaining(typed) });
    expect(String(error)).not.toContain('hunter2');
  });

  it.each([
    ['invalid_target', /refused: granthouse doctor https:\/\/orders\.example\.com\/mcp --sign-in says more$/],
    ['access_denied', /refused$/],
  ])('of a sign-in for %s leads to the doctor, unless a person said no', (error, said) => {
    expect(String(failure(new ClientError('sign_in_refused', 'refused', { error }), target))).toMatch(said);
  });

  it.each([
    ['api-key', '--api-key VARIABLE'],
    ['headers', '--header NAME=VARIABLE'],
  ] as const)('of %s asks for others', (shows, typed) => {
    const told = failure(new ClientError('credential_refused', 'refused', { status: 401 }), { ...target, shows });
    expect(told).toMatchObject({ status: 3, message: `refused: granthouse connect ${target.url.href} ${typed}` });
  });

  it('for want of more than anybody reads names none of it', () => {
    const scope = Array.from({ length: 5_000 }, (_, each) => `s${each}`);
    const told = String(failure(refused(scope), target));
    expect(told).toContain('connect https://orders.example.com/mcp --scope SCOPE');
    expect(told.length).toBeLessThan(300);
  });

  it('holds nothing that a terminal obeys', () => {
    const told = failure(new ClientError('not_mcp', 'it says \u001B[2J\nnothing'), target);
    expect(String(told)).not.toMatch(/\p{Cc}/u);
  });
});
