/** What a resource's document says, and which addresses of an origin are not its own (RFC 9728 §2, §3). */
import { describe, expect, it } from '@jest/globals';
import { protectedResource } from '@granthouse/resource-server';

const PATH_FORM = '/.well-known/oauth-protected-resource/mcp';
const ROOT_FORM = '/.well-known/oauth-protected-resource';
const MIRROR = '/.well-known/oauth-authorization-server';

describe('the document', () => {
  const options = { resource: 'https://API.example/mcp/', authorizationServers: ['https://as.example/tenant'] };
  const read = async (more: object = {}, path = PATH_FORM) => {
    const resource = protectedResource({ ...options, ...more });
    return resource.metadata(new Request(`https://api.example${path}`));
  };

  it('RFC9728-3: leaves out what has no value', async () => {
    expect(await (await read())?.json()).toEqual({
      resource: 'https://api.example/mcp',
      authorization_servers: ['https://as.example/tenant'],
      bearer_methods_supported: ['header'],
      dpop_signing_alg_values_supported: ['ES256', 'Ed25519', 'EdDSA'],
    });
  });

  it.each([[['orders:read']], [['refunds:write', 'orders:read']], [[]]])(
    'RS-4, HOST-27: of the declared scopes, lists the required ones alone: %j',
    async (requiredScopes) => {
      const scopes = { 'orders:read': {}, 'refunds:write': {}, 'everything:delete': {} };
      const document = (await (await read({ scopes, requiredScopes }))?.json()) as { scopes_supported?: string[] };
      expect(document.scopes_supported ?? []).toEqual(requiredScopes);
    },
  );

  it('is at the root alone for a resource without a path', async () => {
    const resource = protectedResource({ ...options, resource: 'https://api.example/' });
    expect(resource.metadataUrl).toBe(`https://api.example${ROOT_FORM}`);
    expect((await resource.metadata(new Request(`https://api.example${ROOT_FORM}`)))?.status).toBe(200);
    expect((await resource.metadata(new Request(`https://api.example${PATH_FORM}`)))?.status).toBe(404);
  });

  it('leaves the documents of an authorization server on the same origin to that server', async () => {
    const same = { authorizationServers: ['https://api.example/tenant'] };
    for (const form of [`${MIRROR}/tenant`, '/.well-known/openid-configuration/tenant']) {
      expect(await read(same, form)).toBeUndefined();
      expect(await read(same, `${form}/`)).toBeUndefined();
    }
    expect((await read(same, `${MIRROR}/other`))?.status).toBe(404);
    expect((await read(same))?.status).toBe(200);
  });

  it('HOST-19: leaves the other resources of the origin their documents, and the root to none of them', async () => {
    const other = 'https://api.example/other';
    const guard = (own: string, ...others: string[]) =>
      protectedResource({ ...options, resource: own, otherResources: others });
    const [first, second] = [guard(options.resource, `${other}/`), guard(other, options.resource)];
    const ask = (path: string) => new Request(`https://api.example${path}`);
    for (const form of [`${ROOT_FORM}/other`, `/other${ROOT_FORM}`]) {
      expect(await first.metadata(ask(form))).toBeUndefined();
      expect(await first.metadata(ask(`${form}/`))).toBeUndefined();
      expect(await (await second.metadata(ask(form)))?.json()).toMatchObject({ resource: other });
    }
    expect(await second.metadata(ask(PATH_FORM))).toBeUndefined();
    for (const each of [first, second]) expect((await each.metadata(ask(ROOT_FORM)))?.status).toBe(404);
    expect(await (await first.metadata(ask(PATH_FORM)))?.json()).toMatchObject({ resource: 'https://api.example/mcp' });
  });

  it('answers nothing outside the well-known tree', async () => {
    for (const path of ['/', '/mcp', '/.well-known/security.txt', '/oauth-protected-resource']) {
      expect(await read({}, path)).toBeUndefined();
    }
  });
});
