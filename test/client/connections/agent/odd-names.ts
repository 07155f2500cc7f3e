/** Names that servers give their tools and no host takes as they are. */

/** As long as a slug may be. */
export const longSlug = 'a-very-long-slug-too';

export const oddNames = [
  'orders.find',
  'orders/find',
  'orders find',
  'bestellung_ändern',
  `${'x'.repeat(60)}1`,
  `${'x'.repeat(60)}2`,
  '日本語',
] as const;
