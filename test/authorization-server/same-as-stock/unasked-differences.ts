/** The comparison: where two answers differ without a reason. */
import type { Answer } from './answer.ts';
import type { AskedDifferences } from './asked-difference.ts';

/** What differs without a reason: place, ours, the engine's. */
export function unaskedDifferences(
  asked: AskedDifferences,
  answers: { readonly ours: Answer; readonly stock: Answer },
): string[] {
  const { ours, stock } = answers;
  const places = [...new Set([...ours.keys(), ...stock.keys()])];
  const said = (answer: Answer, place: string) => JSON.stringify(answer.get(place)) ?? 'nothing';
  return places
    .filter((place) => said(ours, place) !== said(stock, place) && !asked.some(({ words }) => words?.(place, answers)))
    .map((place) => `${place}: ${said(ours, place)}, not ${said(stock, place)}`);
}
