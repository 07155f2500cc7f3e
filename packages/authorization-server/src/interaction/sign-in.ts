/** The sign-in step: shows the form, judges what it sends, and tells the engine who it is. */
import type { Context } from 'koa';
import type { Client, Interaction } from 'oidc-provider';
import { BusyError } from '../accounts/password.ts';
import type { SignIn } from '../accounts/accounts.ts';
import { signInPage, type SignInProblem } from '../pages/sign-in.ts';
import type { Asker } from '../pages/claim.ts';
import { clientNameOf, formActionTarget, parameterOf, requestedAccess } from './consent-view.ts';
import { FormError } from './form.ts';
import { respondPage, seeOther } from './respond-page.ts';
import { type InteractionRoom, sessionOf } from './room.ts';

export interface Step {
  readonly ctx: Context;
  readonly interaction: Interaction;
  readonly client: Client;
  readonly asker: Asker;
}

interface Shown {
  readonly login?: string;
  readonly problem?: SignInProblem;
  readonly status?: number;
}

export function showSignIn(room: InteractionRoom, { ctx, interaction, client, asker }: Step, shown: Shown = {}): void {
  const { uid, params } = interaction;
  const { dangerouslyPrefilledPerson: demo } = room.options;
  const [first] = requestedAccess(interaction, room.resources).resources;
  const hint = typeof params['login_hint'] === 'string' ? params['login_hint'].slice(0, 200) : undefined;
  const login = shown.login ?? hint;
  const page = signInPage(room.page, {
    action: room.at(`/interaction/${uid}/sign-in`),
    cancelAction: room.at(`/interaction/${uid}/deny`),
    csrfToken: room.guard.token(ctx, uid),
    app: { name: clientNameOf(client), asker },
    ...(first ? { serviceName: first.definition.name } : {}),
    ...(login === undefined ? {} : { login }),
    ...(shown.problem ? { problem: shown.problem } : {}),
    ...(demo ? { demo } : {}),
  });
  respondPage(ctx, page, {
    status: shown.status ?? 200,
    formActionTargets: [formActionTarget(parameterOf(interaction, 'redirect_uri'))],
  });
}

export async function signIn(room: InteractionRoom, step: Step, form: URLSearchParams): Promise<void> {
  if (step.interaction.prompt.name !== 'login') throw new FormError('out_of_turn', 'somebody is signed in already');
  const login = (form.get('login') ?? '').slice(0, 200);
  const result = await judged(room, step, { login, password: form.get('password') ?? '' });
  tell(room, step, result);
  if (result === 'busy') {
    step.ctx.set('Retry-After', '2');
    return showSignIn(room, step, { login, problem: { kind: 'busy' }, status: 503 });
  }
  if (result.outcome === 'refused') return showSignIn(room, step, { login, problem: { kind: 'wrong' }, status: 401 });
  if (result.outcome === 'wait') {
    step.ctx.set('Retry-After', String(result.seconds));
    return showSignIn(room, step, { login, problem: { kind: 'wait', seconds: result.seconds }, status: 429 });
  }
  await leaveOtherAccount(room, step, result.account.accountId);
  const returnTo = await room.provider.interactionResult(step.ctx.req, step.ctx.res, {
    login: { accountId: result.account.accountId },
  });
  seeOther(step.ctx, returnTo);
}

/** Never the name that was typed, which may be a password in the wrong field. */
function tell({ audit }: InteractionRoom, { ctx, client }: Step, result: SignIn | 'busy'): void {
  if (result === 'busy') return;
  const from = { client_id: client.clientId, address: ctx.ip };
  if (result.outcome === 'wait') audit('sign_in.slowed', { ...from, seconds: result.seconds });
  else if (result.outcome === 'refused') audit('sign_in.failed', { ...from, account_id: result.accountId });
  else audit('sign_in.succeeded', { ...from, account_id: result.account.accountId });
}

async function judged(
  room: InteractionRoom,
  { ctx }: Step,
  { login, password }: { login: string; password: string },
): Promise<SignIn | 'busy'> {
  // Longer than any password people use; hashing is no place to spend a stranger's megabytes.
  if (password.length > 1024) return { outcome: 'refused' };
  try {
    return await room.accounts.signIn(login, password, ctx.ip);
  } catch (error) {
    if (error instanceof BusyError) return 'busy';
    throw error;
  }
}

/**
 * Someone else is signed in here, maybe only since this page was opened: their browser session ends first, or the
 * engine would end their authorizations with it.
 */
async function leaveOtherAccount(room: InteractionRoom, { ctx, interaction }: Step, accountId: string): Promise<void> {
  const current = await sessionOf(room, ctx);
  if (current?.accountId && current.accountId !== accountId) await current.destroy();
  if (!interaction.session || interaction.session.accountId === accountId) return;
  delete interaction.session;
  await interaction.persist();
}
