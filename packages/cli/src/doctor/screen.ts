/** How a report may look where it is read: how wide, and whether with colours (no-color.org). */

export interface Screen {
  readonly columns: number;
  readonly hasColour: boolean;
}

interface Seen {
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function screenOf({ stdout, env }: Seen): Screen {
  const isPlain = Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb' || stdout.isTTY !== true;
  // Longer lines are hard to read, and in shorter ones nothing fits.
  return { columns: Math.min(Math.max(stdout.columns ?? 80, 40), 100), hasColour: !isPlain };
}
