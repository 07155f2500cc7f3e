/** The routes of an interaction: which step a request means, and what a person sees when it can't be taken any more. */
import { OAuthError } from '@granthouse/protocol';
import type { Context, Middleware } from 'koa';
import { errors, type Client, type Interaction } from 'oidc-provider';
import { judgeOf } from '../asking/operators-name.ts';
import { Refusal } from '../refusals/refusal.ts';
import { approve, deny, showConsent, switchAccount } from './consent.ts';
import { parameterOf, requestedAccess } from './consent-view.ts';
import { readForm } from './form.ts';
import { respondForgotten, respondTakenBack, respondUnserved } from './changed-meanwhile.ts';
import { refusesImitation } from './imitation.ts';
import { seeOther } from './respond-page.ts';
import { respondRefusal } from './respond-refusal.ts';
import type { InteractionRoom } from './room.ts';
import { showSignIn, signIn, type Step } from './sign-in.ts';

const route = /^\/interaction\/(?<uid>[\w-]{1,64})(?:\/(?<action>sign-in|approve|deny|switch-account))?$/;

const actions: Readonly<Record<string, (room: InteractionRoom, step: Step, form: URLSearchParams) => Promise<void>>> = {
  'sign-in': signIn,
  approve,
  deny,
  'switch-account': switchAccount,
};

export function interactions(room: InteractionRoom): Middleware {
  const judge = judgeOf(room.options);
  return async (ctx, next) => {
    const { uid, action } = route.exec(ctx.path)?.groups ?? {};
    if (uid === undefined) {
      await next();
      return;
    }
    const interaction = await currentInteraction(room, ctx, uid);
    if (!interaction) return undefined;
    const client = await clientOf(room, interaction);
    if (!client || !(await room.registered.keep(client, 'asked'))) return respondForgotten(room, ctx);
    if (!isServed(room, interaction)) return respondUnserved(room, ctx);
    const redirectUri = parameterOf(interaction, 'redirect_uri');
    if (!client.redirectUriAllowed(redirectUri)) return respondTakenBack(room, ctx);
    const { clientId, clientName } = client;
    const asker = judge(clientName)({ clientId, redirectUri });
    const step: Step = { ctx, interaction, client, asker };
    if (refusesImitation(room, step)) return undefined;
    const act = action === undefined ? undefined : actions[action];
    if (ctx.method === 'POST' && act) return submitted(room, step, act);
    // A reload of an address that was posted to leads back to the page it came from.
    if (act) return seeOther(ctx, room.at(`/interaction/${uid}`));
    if (interaction.prompt.name === 'login') return showSignIn(room, step);
    return showConsent(room, step);
  };
}

/** A client that is not allowed any more, because the options changed while the person decided, is none. */
async function clientOf(room: InteractionRoom, interaction: Interaction): Promise<Client | undefined> {
  try {
    return await room.provider.Client.find(parameterOf(interaction, 'client_id'));
  } catch (error) {
    if (error instanceof errors.OIDCProviderError) return undefined;
    throw error;
  }
}

/** Whether this server issues tokens for all that is asked for, now that the options may be others than when it was asked. */
function isServed({ resources }: InteractionRoom, interaction: Interaction): boolean {
  try {
    requestedAccess(interaction, resources);
    return true;
  } catch (error) {
    if (error instanceof OAuthError) return false;
    throw error;
  }
}

async function submitted(room: InteractionRoom, step: Step, act: (typeof actions)[string]): Promise<void> {
  const form = await readForm(step.ctx);
  room.guard.verify(step.ctx, step.interaction.uid, form);
  await act(room, step, form);
}

/** The interaction of this browser, or a page that says why there is none. */
async function currentInteraction(room: InteractionRoom, ctx: Context, uid: string): Promise<Interaction | undefined> {
  try {
    const interaction = await room.provider.interactionDetails(ctx.req, ctx.res);
    if (interaction.uid === uid) return interaction;
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
  }
  respondRefusal(room, ctx, { refusal: await endOf(room, ctx, uid), status: 410 });
  return undefined;
}

async function endOf({ provider }: InteractionRoom, ctx: Context, uid: string): Promise<Refusal> {
  if (ctx.cookies.get(provider.cookieName('interaction')) !== uid)
    return new Refusal('interaction.expired', 'this browser has no such interaction');
  // The record is there, so what ended is the browser session that the person was signed in with.
  if (await provider.Interaction.find(uid))
    return new Refusal('interaction.out_of_date', 'the browser session is another one now');
  // The browser drops its cookie when the record runs out: a cookie without a record means that the step was taken.
  return new Refusal('interaction.done', 'the step was taken before');
}
