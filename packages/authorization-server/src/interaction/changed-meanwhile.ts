/** What a person sees when something is gone that was there when they began: the app they came from, or what it asks for. */
import type { Context } from 'koa';
import { explain } from '../explanations.ts';
import { errorPage } from '../pages/error.ts';
import { respondPage } from './respond-page.ts';
import type { InteractionRoom } from './room.ts';

export function respondForgotten({ page }: InteractionRoom, ctx: Context): void {
  respondPage(ctx, errorPage(page, explain('client_forgotten')), { status: 400 });
}

export function respondUnserved({ page }: InteractionRoom, ctx: Context): void {
  respondPage(ctx, errorPage(page, explain('invalid_target')), { status: 400 });
}
