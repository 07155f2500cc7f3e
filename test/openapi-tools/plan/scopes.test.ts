/** What an operation needs, by the document or by the options (OpenAPI 3.1 §4.8.30). */
import { describe, expect, it } from '@jest/globals';
import { onlyTool, toolsOf } from '../../support/planned-tools.ts';

const securitySchemes = {
  oauth: { type: 'oauth2', flows: {} },
  oidc: { $ref: '#/components/x/oidc' },
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
  bearer: { type: 'http', scheme: 'bearer' },
};
const components = { securitySchemes, x: { oidc: { type: 'openIdConnect' } } };
const operationOf = (security: unknown, more: object = {}, options: object = {}) =>
  onlyTool(toolsOf({ '/a': { get: security === undefined ? {} : { security } } }, options, { components, ...more }))
    .operation;

describe('scopes of an operation', () => {
  it.each<[string, unknown, string[]]>([
    ['of one scheme', [{ oauth: ['read', 'write', 'read'] }], ['read', 'write']],
    ['of OpenID Connect, by reference', [{ oidc: ['email'] }], ['email']],
    ['of two schemes that must both be met', [{ oauth: ['read'], oidc: ['email'] }], ['read', 'email']],
    ['of the first alternative', [{ oauth: ['read'] }, { oauth: ['admin'] }], ['read']],
    ['of the first alternative that has any', [{ key: [] }, { oauth: ['read'] }], ['read']],
    ['of no scheme, where roles are meant', [{ bearer: ['admin'], key: ['ops'] }], []],
    ['of a scheme that nobody describes', [{ unknown: ['read'] }], ['read']],
    ['of an operation that may be called without', [{ oauth: ['read'] }, {}], []],
    ['of a public operation', [], []],
    ['of an alternative without a list around it', { oauth: ['read'] }, ['read']],
    ['of one scope without a list around it', [{ oauth: 'read' }], ['read']],
    ['of what is no list', 'oauth', []],
  ])('are those %s', (_title, security, scopes) => {
    expect(operationOf(security).scopes).toEqual(scopes);
  });

  it.each(['oauth', { oauth: ['read'] }])('that stand in no list are reported: %j', (security) => {
    const { problems } = toolsOf({ '/a': { get: { security } } }, {}, { components });
    expect(problems).toEqual([expect.objectContaining({ path: '#/paths/~1a/get/security' })]);
  });

  it('come from the document where the operation says nothing', () => {
    const security = [{ oauth: ['all'] }];
    expect(operationOf(undefined, { security })).toMatchObject({ scopes: ['all'], security });
    expect(operationOf(null, { security }).scopes).toEqual(['all']);
    expect(operationOf([], { security })).toMatchObject({ scopes: [], security: [] });
  });

  it('are what the option says', () => {
    const scopes = (operation: { scopes: readonly string[] }) =>
      operation.scopes.length > 0 ? operation.scopes.map((scope) => `desk:${scope}`) : undefined;
    expect(operationOf([{ oauth: ['read'] }], {}, { scopes }).scopes).toEqual(['desk:read']);
    expect(operationOf([], {}, { scopes }).scopes).toEqual([]);
  });

  it('survive a scheme whose reference leads nowhere', () => {
    const broken = { components: { securitySchemes: { oauth: { $ref: '#/components/none' } } } };
    expect(operationOf([{ oauth: ['read'] }], broken).scopes).toEqual(['read']);
  });
});
