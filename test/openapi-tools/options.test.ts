/** Every option is judged at the start: a wrong one says where it is, what was found there, and what would do. */
import { describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { completeOptions } from '../../packages/openapi-tools/src/options.ts';
import { documentOf, refusalOf } from '../support/planned-tools.ts';

const faultOf = (options: object) => refusalOf(() => openApiTools(documentOf({ '/a': { get: {} } }), options));

describe('an option', () => {
  it.each([
    ['that does not exist', { servers: 'x' }, 'servers', 'does not exist', 'server'],
    ['that does not exist inside another', { names: { maxLenght: 3 } }, 'names.maxLenght', 'not exist', 'maxLength'],
    ['of a selection that does not exist', { select: { tag: ['a'] } }, 'select.tag', 'not exist', 'tags'],
    ['of the wrong kind', { timeout: 'long' }, 'timeout', 'a text', 'a number'],
    ['that is too small', { timeout: 0 }, 'timeout', '0', 'at least 1'],
    ['that is none of a few words', { names: { style: 'camel' } }, 'names.style', '"camel"', 'as-is, snake_case'],
    ['that no name can begin with', { names: { prefix: '1_' } }, 'names.prefix', '"1_"', 'a letter'],
    [
      'that leaves no room for a name',
      { names: { prefix: 'p'.repeat(20), maxLength: 24 } },
      'names',
      'an object',
      'at least 20',
    ],
    ['in a list', { select: { tags: ['a', 7] } }, 'select.tags[1]', '7', 'a text'],
    ['that is neither a function nor conditions', { select: 'tag' }, 'select', '"tag"', 'a function'],
    ['that is no function', { credentials: { headers: {} } }, 'credentials', 'an object', 'a function'],
    ['that is no address', { server: 7 }, 'server', '7', 'an address'],
    [
      'that is too long a description',
      { descriptions: { maxLength: 1e9 } },
      'descriptions.maxLength',
      '1000000000',
      'at most',
    ],
  ])('%s is refused with its path and a remedy', (_title, options, path, found, remedy) => {
    expect(faultOf(options)).toMatchObject({
      path,
      found: expect.stringContaining(found),
      remedy: expect.stringContaining(remedy),
    });
  });

  it('that may hold a secret is never repeated', () => {
    const secret = 'hunter2';
    const wrong = [
      { fetch: secret },
      { credentials: secret },
      { serverVariables: { key: [secret] } },
      { serverVariables: { key: secret } },
      { server: `https://ada:${secret}@api.example.com` },
      { server: `https://api.example.com?key=${secret}` },
      { server: `nonsense:${secret}` },
      { references: { 'a.yaml': secret } },
    ];
    for (const options of wrong) {
      const message = faultOf(options)?.message;
      expect(message).toBeDefined();
      expect(message).not.toContain(secret);
    }
  });

  it('that is left out, or undefined, has its default', () => {
    expect(faultOf({})).toBeUndefined();
    const silent = { server: undefined, names: { style: undefined, maxLength: undefined }, timeout: undefined };
    expect(faultOf(silent)).toBeUndefined();
    const { names, timeout } = completeOptions(silent as object);
    expect({ names, timeout }).toEqual({ names: { style: 'as-is', prefix: '', maxLength: 64 }, timeout: 30_000 });
  });
});
