/** Which operations become tools, what they are called, and who may call them. */
import { openApiTools } from '@granthouse/openapi-tools';

// #region select
export const api = openApiTools<{ subject: string; scopes: string[] }>('./orders.openapi.yaml', {
  select: { tags: ['orders'], methods: ['GET'], deprecated: false },
  names: { style: 'snake_case', prefix: 'desk_' },
  authorize: ({ scopes: needed }, { scopes }) => needed.every((scope) => scopes.includes(scope)),
});
// #endregion select
