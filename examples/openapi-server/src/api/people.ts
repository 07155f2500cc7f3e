/** Who works at the order desk, and what their role permits there, whatever app they use. */
import type { ApiScope } from '../scopes.ts';

export const roles = {
  viewer: ['orders:read'],
  clerk: ['orders:read', 'orders:write', 'customers:write'],
  manager: ['orders:read', 'orders:write', 'customers:write', 'refunds:write'],
} as const satisfies Record<string, readonly ApiScope[]>;

export interface Person {
  readonly name: string;
  readonly role: keyof typeof roles;
}

/** By the subject that the authorization server gives to a person. */
export type People = Readonly<Record<string, Person>>;
