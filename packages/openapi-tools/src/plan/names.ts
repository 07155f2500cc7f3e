/** Gives names of which no two are alike, compared without case and independent of the order of what they name. */

/** What something would be called. Where several would be called the same, the one lowest in rank is; of equals, none. */
export interface Wish {
  readonly name: string;
  readonly rank: number;
}

/**
 * Each round asks those that have no name yet; nobody gets what somebody asked for in an earlier round, so that a
 * made name never takes the place of a given one. The wishes of late rounds must differ from one to the next.
 */
export function nameAll<T>(
  all: readonly T[],
  wishOf: (item: T, round: number) => Wish | undefined,
): ReadonlyMap<T, string> {
  const names = new Map<T, string>();
  const spoken = new Set<string>();
  for (let round = 0; names.size < all.length; round += 1) {
    const wished = new Map<string, { item: T; wish: Wish }[]>();
    for (const item of all) {
      const wish = names.has(item) ? undefined : wishOf(item, round);
      if (!wish) continue;
      const key = wish.name.toLowerCase();
      const others = wished.get(key);
      if (others) others.push({ item, wish });
      else wished.set(key, [{ item, wish }]);
    }
    for (const [key, group] of wished) {
      const winner = spoken.has(key) ? undefined : lowest(group);
      if (winner) names.set(winner.item, winner.wish.name);
      spoken.add(key);
    }
  }
  return names;
}

function lowest<E extends { readonly wish: Wish }>(group: readonly E[]): E | undefined {
  const best = group.reduce((rank, { wish }) => Math.min(rank, wish.rank), Infinity);
  const winners = group.filter(({ wish }) => wish.rank === best);
  return winners.length === 1 ? winners[0] : undefined;
}
