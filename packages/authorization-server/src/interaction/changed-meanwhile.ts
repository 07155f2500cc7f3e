/** What a person sees when something is gone that was there when they began: the app they came from, its address, or what it asks for. */
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

/** An app takes an address back when somebody else may listen there (RFC 7592 §2.2, or a changed metadata document). */
export function respondTakenBack(room: InteractionRoom, ctx: Context): void {
  respondRefusal(room, ctx, {
    refusal: new Refusal('redirect_uri.not_registered', 'the redirect_uri was taken back meanwhile'),
  });
}
