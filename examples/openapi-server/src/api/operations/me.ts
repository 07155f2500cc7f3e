/** Operation: the person for whom the service calls. */
import { z } from 'zod';
import { roles } from '../people.ts';
import { defineOperation, ok } from './operation.ts';

export const getMeOperation = defineOperation({
  operationId: 'get_me',
  method: 'get',
  path: '/me',
  permission: undefined,
  input: z.strictObject({}),
  run: ({ caller: { subject, name, role } }) => ok({ subject, name, role, permissions: roles[role] }),
});
