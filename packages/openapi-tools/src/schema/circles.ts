/** Which nodes of a graph lead back to themselves, each looked at once: strongly connected components (Tarjan, 1972), without recursion. */
export interface Circles {
  /** The same number for two that lead to each other. */
  circleOf(start: string): number;
}

interface Step {
  readonly name: string;
  readonly order: number;
  readonly next: readonly string[];
  done: number;
  lowest: number;
}

export function createCircles(edgesOf: (name: string) => readonly string[]): Circles {
  const orders = new Map<string, number>();
  const circles = new Map<string, number>();
  const open: string[] = [];
  const way: Step[] = [];

  function enter(name: string): void {
    const order = orders.size;
    orders.set(name, order);
    open.push(name);
    way.push({ name, order, next: edgesOf(name), done: 0, lowest: order });
  }

  function leave({ name, order, lowest }: Step): void {
    way.pop();
    const above = way.at(-1);
    if (above) above.lowest = Math.min(above.lowest, lowest);
    if (lowest === order) for (const each of open.splice(open.lastIndexOf(name))) circles.set(each, order);
  }

  function circleOf(start: string): number {
    if (!orders.has(start)) enter(start);
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      const name = step.next[step.done];
      step.done += 1;
      if (name === undefined) leave(step);
      else if (!orders.has(name)) enter(name);
      else if (!circles.has(name)) step.lowest = Math.min(step.lowest, orders.get(name) ?? 0);
    }
    return circles.get(start) ?? -1;
  }

  return { circleOf };
}
