/** What an operator reads when an option is wrong: where, what was found, what would do; and never a secret. */
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';

import { ConfigurationError, parseOptions } from '@granthouse/protocol';

import { propertyRuns } from '../support/property-runs.ts';
import { configurationRefusal } from './attempt.ts';

const schema = z.strictObject({
  issuer: z.url({ protocol: /^https$/, error: 'give an https URL' }),
  resources: z.array(
    z.object({
      resource: z.string('give a URL'),
      scopes: z.record(z.string().min(3, 'give a longer scope'), z.object({ description: z.string() })),
    }),
  ),
  secret: z.string().min(32, 'give 32 characters or more').optional(),
  clients: z.array(z.object({ id: z.string(), client_secret: z.string().min(16) })).optional(),
  store: z.union([z.literal('memory', 'give memory'), z.object({ path: z.string('give a path') })]).optional(),
  port: z.number('give a port').default(9400),
});
const right = { issuer: 'https://auth.example.com', resources: [] };

function wrong(change: object): ConfigurationError {
  return configurationRefusal(() => parseOptions(schema, { ...right, ...change }, 'authorizationServer'));
}

describe('parseOptions', () => {
  it('gives the options with their defaults, frozen, and leaves what it was given as it was', () => {
    const given = { ...right };
    const options = parseOptions(schema, given, 'authorizationServer');
    expect(options).toEqual({ ...right, port: 9400 });
    expect(Object.isFrozen(options)).toBe(true);
    expect(Object.isFrozen(given)).toBe(false);
  });

  it('gives values that are no objects as they are', () => {
    expect(parseOptions(z.string(), 'https://auth.example.com', 'issuer')).toBe('https://auth.example.com');
  });

  it.each<[object, { path: string; found: string; remedy: string }]>([
    [
      { resources: [{ resource: 7, scopes: {} }] },
      { path: 'authorizationServer.resources[0].resource', found: '7', remedy: 'give a URL' },
    ],
    [{ issuer: 'nonsense' }, { path: 'authorizationServer.issuer', found: '"nonsense"', remedy: 'give an https URL' }],
    [{ issuer: undefined }, { path: 'authorizationServer.issuer', found: 'nothing', remedy: 'give an https URL' }],
    [{ port: null }, { path: 'authorizationServer.port', found: 'null', remedy: 'give a port' }],
    [{ port: [1, 2] }, { path: 'authorizationServer.port', found: 'a list of 2', remedy: 'give a port' }],
    [{ port: { a: 'b' } }, { path: 'authorizationServer.port', found: 'an object', remedy: 'give a port' }],
    [{ port: () => 1 }, { path: 'authorizationServer.port', found: 'a function', remedy: 'give a port' }],
    [{ store: { path: 7 } }, { path: 'authorizationServer.store.path', found: '7', remedy: 'give a path' }],
    [
      { resources: [{ resource: 'a', scopes: { 'a:b': 7 } }] },
      {
        path: 'authorizationServer.resources[0].scopes["a:b"]',
        found: '7',
        remedy: 'give an object: { … }',
      },
    ],
    [
      { resources: [{ resource: 'a', scopes: { ab: { description: 'x' } } }] },
      { path: 'authorizationServer.resources[0].scopes.ab', found: 'an object', remedy: 'give a longer scope' },
    ],
    [
      { isuer: 'x' },
      {
        path: 'authorizationServer.isuer',
        found: 'an option that does not exist',
        remedy: 'mend its spelling or leave it out; the documentation lists every option',
      },
    ],
  ])('names path, value and remedy of %j', (change, problem) => {
    expect(wrong(change)).toMatchObject(problem);
  });

  it.each<[z.ZodType, unknown, string]>([
    [z.string(), 7, 'give text in quotation marks'],
    [z.number(), '10m', 'give a number'],
    [z.int(), 1.5, 'give a whole number'],
    [z.boolean(), 'no', 'give true or false'],
    [z.array(z.string()), 'a', 'give a list'],
    [z.record(z.string(), z.string()), [], 'give an object: { … }'],
    [z.enum(['read', 'change']), 'delete', 'use one of read, change'],
    [z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') })]), { kind: 'b' }, 'use one of a'],
    [z.number().max(86_400), 86_401, 'give at most 86400'],
    [z.string().min(3), 'x', 'give at least 3 characters'],
    [z.array(z.string()).min(1), [], 'give at least 1 of them'],
    [z.string('give a URL'), 7, 'give a URL'],
  ])('says what to give, in words of its own unless the schema has some: %#', (option, value, remedy) => {
    const error = configurationRefusal(() => parseOptions(z.object({ option }), { option: value }, 'a'));
    expect(error.remedy).toBe(remedy);
  });

  it('names each alternative where nothing tells which was meant', () => {
    const { path, remedy } = wrong({ store: 7 });
    expect(path).toBe('authorizationServer.store');
    expect(remedy).toContain('give memory, or: ');
  });

  it('holds path, value and remedy of every problem in its message, one a line', () => {
    const { message } = wrong({ issuer: 'nonsense', port: 'x' });
    expect(message.split('\n')).toEqual([
      'authorizationServer.issuer: found "nonsense". give an https URL',
      'authorizationServer.port: found "x". give a port',
    ]);
  });

  it('names the whole when the whole is wrong', () => {
    const error = configurationRefusal(() => parseOptions(schema, undefined, 'authorizationServer'));
    expect([error.path, error.found]).toEqual(['authorizationServer', 'nothing']);
  });

  it('cuts a long value', () => {
    expect(wrong({ issuer: 'x'.repeat(5000) }).message.length).toBeLessThan(200);
  });

  it.each(['secret', 'clientSecret', 'PASSWORD', 'signingKeys', 'api_key', 'initialAccessToken'])(
    'hides the value of %s, and of everything in it',
    (option) => {
      const strict = z.object({ [option]: z.object({ current: z.number() }) });
      const inside = configurationRefusal(() => parseOptions(strict, { [option]: { current: 'hunter2hunter2' } }, 'a'));
      const itself = configurationRefusal(() => parseOptions(strict, { [option]: 'hunter2hunter2' }, 'a'));
      expect([inside.found, itself.found]).toEqual(['«hidden»', '«hidden»']);
    },
  );

  it.each([
    ['lifetimes', 'accessToken'],
    ['client', 'token_endpoint_auth_method'],
  ])('shows the value of %s.%s, which is no secret for its name', (parent, option) => {
    const strict = z.object({ [parent]: z.object({ [option]: z.number() }) });
    const error = configurationRefusal(() => parseOptions(strict, { [parent]: { [option]: '10m' } }, 'a'));
    expect(error.found).toBe('"10m"');
  });

  it('says that a secret is missing, for there is nothing to hide', () => {
    const error = configurationRefusal(() => parseOptions(z.object({ secret: z.string() }), {}, 'a'));
    expect(error.found).toBe('nothing');
  });

  it.each(['anna:hunter2', 'anna:x/hunter2', 'anna:x@hunter2', 'anna:x hunter2'])(
    'hides the credentials %s of an address',
    (credentials) => {
      const { message } = wrong({ issuer: `mongodb://${credentials}@db.example.com/x` });
      expect(message).toContain('db.example.com');
      expect(message).not.toMatch(/anna|hunter2/);
    },
  );

  it('throws nothing but a ConfigurationError, and never shows what a secret held', () => {
    const secret = fc.stringMatching(/^[a-z]{20,25}$/);
    fc.assert(
      fc.property(fc.anything(), secret, fc.boolean(), (noise, hidden, deep) => {
        const value = deep
          ? { ...right, clients: [{ id: noise, client_secret: { value: hidden } }] }
          : { secret: hidden, issuer: noise };
        const error = configurationRefusal(() => parseOptions(schema, value, 'authorizationServer'));
        expect(error.message).not.toContain(hidden);
        expect(String(error.cause)).not.toContain(hidden);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('throws nothing but a ConfigurationError for any value at all', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const error = configurationRefusal(() => parseOptions(schema, value, 'authorizationServer'));
        expect(error.path).toMatch(/^authorizationServer/);
        expect([error.found, error.remedy]).not.toContain('');
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

describe('ConfigurationError', () => {
  it('says path, value and remedy in one line, and its name', () => {
    const error = new ConfigurationError({ path: 'port', found: '80', remedy: 'take a port above 1023' });
    expect(String(error)).toBe('ConfigurationError: port: found 80. take a port above 1023');
    expect('cause' in error).toBe(false);
  });

  it('keeps its cause', () => {
    const cause = new Error('EACCES');
    expect(new ConfigurationError({ path: 'port', found: '80', remedy: 'take another' }, { cause }).cause).toBe(cause);
  });
});
