/** What a person sees when something is gone that was there when they began: the app they came from, or what it asks for. */
import type { Context } from 'koa';
import { errorPage } from '../pages/error.ts';
import { Refusal } from '../refusals/refusal.ts';
import { shownRefusal } from '../refusals/shown.ts';
import { respondPage } from './respond-page.ts';
import type { InteractionRoom } from './room.ts';

export function respondForgotten(room: InteractionRoom, ctx: Context): void {
  respond(room, ctx, new Refusal('client.forgotten', 'the client was forgotten meanwhile'));
}

export function respondUnserved(room: InteractionRoom, ctx: Context): void {
  respond(room, ctx, new Refusal('resource.foreign', 'the resource is none of this server any more'));
}

function respond({ page, teller, at }: InteractionRoom, ctx: Context, refusal: Refusal): void {
  respondPage(ctx, errorPage(page, shownRefusal(teller.tell(ctx, refusal), { at })), { status: 400 });
}
