/** A value as text, where no style asks for more. */
export function writeText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
