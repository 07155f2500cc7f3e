/** The order desk's own API behind the MCP server, with a role for each person. */
import { join } from 'node:path';
import { newApiKey } from '@granthouse/resource-server';
import { createOrderDeskApi } from '../api/order-desk-api.ts';
import { orderDeskTools } from '../mcp/order-desk-tools.ts';
import { createPersonTokens } from '../mcp/person-tokens.ts';
import { apiScopes } from '../scopes.ts';
import { demoPerson, demoViewer, type Places, subjectOf } from './house.ts';
import type { Service } from './service.ts';

/** The service's key and the key that signs are made at each start, and known to these two servers alone. */
export function orderDesk(places: Places): Service {
  return {
    name: 'Order desk',
    scopes: apiScopes,
    requiredScopes: ['orders:read'],
    about: [
      ['API', `${places.api}   (it answers this MCP server alone)`],
      ['Sign in as', `${demoPerson.login} / ${demoPerson.password}   (the form comes filled in: this is a demo)`],
      ['or to be refused', `${demoViewer.login} / ${demoViewer.password}   (may read, and nothing else)`],
    ],
    async open(authorizationServer) {
      const { key: serviceKey, sha256 } = await newApiKey('svc_');
      const personTokens = await createPersonTokens({ issuer: places.resource, audience: places.api });
      const api = createOrderDeskApi({
        url: places.api,
        serviceKeys: [sha256],
        personTokens: { issuer: places.resource, keys: [personTokens.publicKey] },
        people: {
          [await subjectOf(authorizationServer, demoPerson)]: { name: demoPerson.name, role: 'manager' },
          [await subjectOf(authorizationServer, demoViewer)]: { name: demoViewer.name, role: 'viewer' },
        },
        databasePath: join(places.store, 'order-desk-api.db'),
      });
      return { api, tools: orderDeskTools({ url: places.api, serviceKey, personTokens }) };
    },
  };
}
