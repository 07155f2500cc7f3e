/** What a person sees when something is gone that was there when they began: the app they came from, or what it asks for. */
import type { Context } from 'koa';
import { Refusal } from '../refusals/refusal.ts';
import { respondRefusal } from './respond-refusal.ts';
import type { InteractionRoom } from './room.ts';

export function respondForgotten(room: InteractionRoom, ctx: Context): void {
  respondRefusal(room, ctx, { refusal: new Refusal('client.forgotten', 'the client was forgotten meanwhile') });
}

export function respondUnserved(room: InteractionRoom, ctx: Context): void {
  respondRefusal(room, ctx, {
    refusal: new Refusal('resource.foreign', 'the resource is none of this server any more'),
  });
}
