/** What a person can allow an app at the order desk, and what a role permits: the authorization server, the guard and the API read this one list. */
import { orderDeskScopes } from '@granthouse/example-mcp-server/scopes';

export const apiScopes = {
  ...orderDeskScopes,
  'orders:write': {
    ...orderDeskScopes['orders:write'],
    description: 'Add notes and photos to orders, and see all that is needed for it',
  },
  'customers:write': {
    description: 'Change names, companies and email addresses of customers, and see all that is needed for it',
    effect: 'change',
    implies: ['orders:read'],
  },
} as const;

export type ApiScope = keyof typeof apiScopes;
