/** Names and values of a query, a form or a Cookie header: each name has one owner, because a server can't tell two (RFC 6570 §3.2.8). */
import { ArgumentError } from './argument-error.ts';

/** The name as it is, the value as it is written. */
export type Pair = readonly [name: string, value: string];

/** The pairs of a parameter, or of a member of a form. */
export interface OwnedPairs {
  readonly wireName: string;
  readonly pairs: readonly Pair[];
}

/** `declared` are the names of all, given or not. Throws ArgumentError for a member of an object that would pass for one of them. */
export function joinOwned(all: readonly OwnedPairs[], declared: ReadonlySet<string>): Pair[] {
  if (all.every(({ wireName, pairs }) => pairs.every(([name]) => name === wireName)))
    return all.flatMap(({ pairs }) => pairs);
  const owners = new Map<string, string>();
  return all.flatMap(({ wireName, pairs }) => {
    for (const [name] of pairs) {
      const owner = owners.get(name) ?? (name === wireName ? wireName : declaredOwner(name, declared));
      if (owner !== undefined && owner !== wireName) {
        throw new ArgumentError(`${wireName} can't have a member ${name}, which belongs to ${owner}`);
      }
      owners.set(name, wireName);
    }
    return pairs;
  });
}

/** Many servers read `team[id]` as a member of `team`, whatever its style. */
function declaredOwner(name: string, declared: ReadonlySet<string>): string | undefined {
  if (declared.has(name)) return name;
  const outer = [...declared].filter((each) => name.startsWith(`${each}[`));
  return outer.toSorted((one, other) => other.length - one.length)[0];
}
