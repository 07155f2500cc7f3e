/** The tools of the order desk's API, and what each of their requests shows to it: the service's own key, and the person by a token of one minute. */
import { type Log, stderrLog } from '@granthouse/example-mcp-server/log';
import { openApiTools, type OpenApiTools, type Operation } from '@granthouse/openapi-tools';
import { serviceKeyHeader } from '../api/service-key.ts';
import { orderDeskDocument } from '../order-desk-document.ts';
import type { PersonTokens } from './person-tokens.ts';
import type { Principal } from './principal.ts';

export function orderDeskTools(api: {
  /** Origin and base path. */
  readonly url: string;
  readonly serviceKey: string;
  readonly personTokens: PersonTokens;
  readonly log?: Log;
}): OpenApiTools<Principal> {
  return openApiTools<Principal>(orderDeskDocument, {
    server: api.url,
    scopes: permissionsOf,
    // A call that names none is still safe to repeat for whoever reads of its failure.
    idempotencyKey: {},
    log: api.log ?? stderrLog,
    async credentials({ scopes }, { subject }) {
      const token = await api.personTokens.sign(subject, scopes);
      return { headers: { [serviceKeyHeader]: api.serviceKey, authorization: `Bearer ${token}` } };
    },
  });
}

/** The scheme `person` is no OAuth, so that OpenAPI calls these roles; at the MCP server each is a scope of the same name. */
const permissionsOf = ({ security }: Operation) => security.flatMap(({ person = [] }) => person);
