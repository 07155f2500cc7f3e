/** A refusal on a page for the person who met it: told to the log under the reference that the page shows. */
import type { Context } from 'koa';
import { errorPage } from '../pages/error.ts';
import type { Refusal } from '../refusals/refusal.ts';
import { shownRefusal } from '../refusals/shown.ts';
import { respondPage } from './respond-page.ts';
import type { InteractionRoom } from './room.ts';

export function respondRefusal(
  { page, teller, at }: InteractionRoom,
  ctx: Context,
  { refusal, status = 400 }: { readonly refusal: Refusal; readonly status?: number },
): void {
  respondPage(ctx, errorPage(page, shownRefusal(teller.tell(ctx, refusal), { at })), { status });
}
