/** What a person sees when the app they came from was forgotten while they decided. */
import type { Context } from 'koa';
import { explain } from '../explanations.ts';
import { errorPage } from '../pages/error.ts';
import { respondPage } from './respond-page.ts';
import type { InteractionRoom } from './room.ts';

export function respondForgotten({ page }: InteractionRoom, ctx: Context): void {
  respondPage(ctx, errorPage(page, explain('client_forgotten')), { status: 400 });
}
