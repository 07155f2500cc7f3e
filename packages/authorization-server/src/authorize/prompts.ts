/**
 * When a person is asked: to sign in as the engine's checks say, and to consent exactly once for each authorization
 * request, whatever `prompt` says and however often the same client came before (MCP authorization, confused deputy).
 */
import { errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { hintedPerson } from '../signing-keys/id-token-hints.ts';

const { base, Check, Prompt } = interactionPolicy;

export function prompts(): interactionPolicy.DefaultPolicy {
  const policy = base();
  policy.get('login')?.checks.add(somebodyElse);
  policy.remove('consent');
  policy.add(selectAccount());
  policy.add(new Prompt({ name: 'consent', requestable: true }, consentIsNeeded));
  return policy;
}

/** Consent shows the account and lets the person change it: whoever asks for the choice gets it there, in one step (OpenID Connect Core §3.1.2.1). */
function selectAccount() {
  const prompt = new Prompt({ name: 'select_account', requestable: true });
  prompt.checks.clear();
  return prompt;
}

/** Somebody else than the hint names has signed in: the client must not take them for the one (OpenID Connect Core §3.1.2.1). */
const somebodyElse = new Check('hinted_person', 'somebody else signed in', async (ctx) => {
  const signedIn = ctx.oidc.result?.login?.accountId;
  if (signedIn === undefined) return Check.NO_NEED_TO_PROMPT;
  // Judged again: the request said it when it came, and what nobody can judge says nothing now either.
  const hinted = await hintedPerson(ctx);
  if (hinted === undefined || hinted === signedIn) return Check.NO_NEED_TO_PROMPT;
  throw new errors.LoginRequired('somebody else signed in than id_token_hint names');
});

const consentIsNeeded = new Check(
  'consent_for_this_request',
  'consent is asked for each request',
  'interaction_required',
  (ctx) => (consentedGrantId(ctx) === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT),
);

/** The grant that this very interaction made; never one that an earlier install of the same client got. */
export function consentedGrantId(ctx: KoaContextWithOIDC): string | undefined {
  const grantId = ctx.oidc.result?.consent?.grantId;
  return typeof grantId === 'string' ? grantId : undefined;
}
