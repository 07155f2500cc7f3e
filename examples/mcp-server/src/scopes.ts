/** What a person can allow at the order desk; the authorization server, the guard and the tools read this one list. */

export const orderDeskScopes = {
  'orders:read': {
    description: 'See customers and orders, with their payments, refunds and notes',
    effect: 'read',
  },
  'orders:write': {
    description: 'Add notes to orders, and see all that is needed for it',
    effect: 'change',
    implies: ['orders:read'],
  },
  'refunds:write': {
    description: 'Give customers their money back',
    effect: 'irreversible',
  },
} satisfies Record<string, ScopeMeaning>;

interface ScopeMeaning {
  readonly description: string;
  readonly effect: 'read' | 'change' | 'irreversible';
  readonly implies?: string[];
}

export type OrderDeskScope = keyof typeof orderDeskScopes;
