/**
 * How much of each budget is left, in memory: a budget is spent one by one and comes back at a steady rate (the generic
 * cell rate algorithm, ITU-T I.371). Of each key one date is kept: when its budget will be whole again.
 */

export interface Budget {
  /** At once, after a pause. */
  readonly most: number;
  /** How many come back in a minute. */
  readonly perMinute: number;
}

export interface Spending {
  readonly key: string;
  readonly budget: Budget;
  /** How much of the budget is not for this one; nothing by default. */
  readonly left?: number;
}

export interface Buckets {
  /** Milliseconds until one may be spent from each; 0: now. */
  wait(spendings: readonly Spending[]): number;
  /** One from each, even where nothing is left. */
  spend(spendings: readonly Spending[]): void;
  giveBack(spendings: readonly Spending[]): void;
  /** How many are spent at this moment. */
  spent(spending: Spending): number;
}

/** `most`: keys that are remembered at once. */
export function buckets({ now, most = 50_000 }: { now: () => number; most?: number }): Buckets {
  const wholeAt = new Map<string, number>();
  const time = onward(now);
  const forgetWhole = forgetter(wholeAt);

  /** Milliseconds until the budget of the key is whole. */
  const debtOf = (slot: string) => Math.max(0, (wholeAt.get(slot) ?? 0) - time());

  /**
   * When the memory is full of keys that are spent from, whoever comes new shares one budget with all who do: to forget
   * another key's count for them would give a flood from many addresses its budgets back.
   */
  const slotOf = ({ key, budget }: Spending) =>
    wholeAt.has(key) || wholeAt.size < most ? key : `all others, ${budget.most}, ${budget.perMinute}`;

  function move(spending: Spending, by: number): void {
    const slot = slotOf(spending);
    const debt = Math.min(wholeAfter(spending.budget), Math.max(0, debtOf(slot) + by * oneAfter(spending.budget)));
    wholeAt.set(slot, time() + debt);
  }

  return {
    // A clock knows no parts of a millisecond.
    wait: (spendings) =>
      Math.max(0, ...spendings.map((spending) => Math.floor(debtOf(slotOf(spending)) - allowed(spending)))),
    spend(spendings) {
      for (const spending of spendings) {
        forgetWhole(time());
        move(spending, 1);
      }
    },
    giveBack(spendings) {
      for (const spending of spendings) move(spending, -1);
    },
    spent: (spending) => debtOf(slotOf(spending)) / oneAfter(spending.budget),
  };
}

/**
 * Forgets what is whole again, two looked at a time, as each spending adds one at most. It goes on where it was: a walk
 * from the beginning would pass all that was deleted there.
 */
function forgetter(wholeAt: Map<string, number>): (now: number) => void {
  let walk = wholeAt.entries();
  return (now) => {
    for (let steps = 0; steps < 2; steps += 1) {
      const { done, value } = walk.next();
      if (done) {
        walk = wholeAt.entries();
        return;
      }
      const [key, at] = value;
      if (at <= now) wholeAt.delete(key);
    }
  };
}

/** Milliseconds. */
const oneAfter = ({ perMinute }: Budget) => 60_000 / perMinute;
const wholeAfter = (budget: Budget) => budget.most * oneAfter(budget);
const allowed = ({ budget, left = 0 }: Spending) => (budget.most - 1 - left) * oneAfter(budget);

/** A clock that is put back stands still for a moment, instead of making everyone wait until it has caught up. */
function onward(now: () => number): () => number {
  let last = now();
  let time = last;
  return () => {
    const current = now();
    time += Math.max(0, current - last);
    last = current;
    return time;
  };
}
