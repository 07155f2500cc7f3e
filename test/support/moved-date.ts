/** Puts everything that reads the date ahead: tokens then end at servers that take no clock of their own. */

/** `ahead` in milliseconds, asked each time; the answer puts the date back. */
export function moveDate(ahead: () => number): () => void {
  const Real = Date;
  globalThis.Date = new Proxy(Real, {
    construct: (target, given, moved) =>
      Reflect.construct(target, given.length === 0 ? [Real.now() + ahead()] : given, moved) as Date,
    get: (target, name) => (name === 'now' ? () => Real.now() + ahead() : (Reflect.get(target, name) as unknown)),
  });
  return () => {
    globalThis.Date = Real;
  };
}
