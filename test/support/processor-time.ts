/** What work costs a processor, whatever else keeps the machine busy. */

/** Gives the milliseconds that this process was at work since. */
export function processorTime(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
