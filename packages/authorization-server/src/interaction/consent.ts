/** The consent step: what is asked for, in words; approving makes one grant for this one install. */
import { consentPage } from '../pages/consent.ts';
import {
  clientNameOf,
  formActionTarget,
  parameterOf,
  permissionsOf,
  redirectTarget,
  requestedAccess,
} from './consent-view.ts';
import { hashedId } from '../store/vault.ts';
import { FormError } from './form.ts';
import { respondForgotten } from './changed-meanwhile.ts';
import { flagImitation } from './imitation.ts';
import { respondPage, seeOther } from './respond-page.ts';
import type { InteractionRoom } from './room.ts';
import type { Step } from './sign-in.ts';

export async function showConsent(room: InteractionRoom, step: Step): Promise<void> {
  const { ctx, interaction, client, asker } = step;
  const { uid, session } = interaction;
  const access = requestedAccess(interaction, room.resources);
  const account = await room.accounts.find(session?.accountId ?? '');
  if (!account) throw new FormError('out_of_turn', 'nobody is signed in');
  const at = (action: string) => room.at(`/interaction/${uid}/${action}`);
  const redirectUri = parameterOf(interaction, 'redirect_uri');
  const page = consentPage(room.page, {
    approveAction: at('approve'),
    denyAction: at('deny'),
    switchAccountAction: at('switch-account'),
    csrfToken: room.guard.token(ctx, uid),
    clientName: clientNameOf(client),
    asker,
    ...(client.clientUri === undefined ? {} : { clientUri: client.clientUri }),
    redirect: redirectTarget(redirectUri),
    account: account.login,
    serviceName: access.resources.map(({ definition }) => definition.name).join(', '),
    serviceAddress: access.resources.map(({ definition }) => definition.resource).join(', '),
    permissions: permissionsOf(access),
    longest: room.options.lifetimes.authorization,
  });
  flagImitation(room, step);
  respondPage(ctx, page, { formActionTargets: [formActionTarget(redirectUri)] });
}

export async function approve(room: InteractionRoom, { ctx, interaction, client }: Step): Promise<void> {
  const accountId = interaction.session?.accountId;
  if (interaction.prompt.name !== 'consent' || !accountId)
    throw new FormError('out_of_turn', 'this step comes after signing in');
  room.limits.approval({ clientId: client.clientId, accountId });
  // Before the grant: what is approved must not be forgotten before its first token.
  if (!(await room.registered.keep(client, 'approved'))) return respondForgotten(room, ctx);
  const { resources, openid } = requestedAccess(interaction, room.resources);
  const grant = new room.provider.Grant({ accountId, clientId: parameterOf(interaction, 'client_id') });
  if (openid.length > 0) grant.addOIDCScope(openid.join(' '));
  for (const { definition, scopes } of resources) grant.addResourceScope(definition.resource, scopes.join(' '));
  const grantId = await grant.save();
  room.audit('consent.given', {
    authorization: hashedId(grantId),
    client_id: client.clientId,
    account_id: accountId,
    access: resources.map(({ definition, scopes }) => ({ resource: definition.resource, scope: scopes.join(' ') })),
  });
  const returnTo = await room.provider.interactionResult(ctx.req, ctx.res, { consent: { grantId } });
  seeOther(ctx, returnTo);
}

/** The person said no: the client is told so, at the address it may be told things at. */
export async function deny(room: InteractionRoom, { ctx, interaction, client }: Step): Promise<void> {
  const result = { error: 'access_denied', error_description: 'the person did not allow it' };
  const returnTo = await room.provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  room.audit('consent.refused', { client_id: client.clientId, account_id: interaction.session?.accountId });
  seeOther(ctx, returnTo);
}

/** "Not you?": ends this browser's session and asks the same request again from its beginning. */
export async function switchAccount(room: InteractionRoom, { ctx, interaction }: Step): Promise<void> {
  const session = interaction.session && (await room.provider.Session.findByUid(interaction.session.uid));
  await session?.destroy();
  await interaction.destroy();
  const query = new URLSearchParams(
    Object.entries(interaction.params).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, String(one)] as [string, string]),
    ),
  );
  seeOther(ctx, `${room.provider.pathFor('authorization')}?${query.toString()}`);
}
