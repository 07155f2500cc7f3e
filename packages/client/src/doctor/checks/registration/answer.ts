/** Whether registration is answered as RFC 7591 §3.2 says: hosts are built on the SDKs, and those read it strictly. */
import { clientInformationSchema } from '@granthouse/protocol';
import { answered, errorOf } from '../../answers.ts';
import type { Check, Found } from '../../check.ts';
import type { Exchange } from '../../probe.ts';
import { offersNone, registrationAt } from './registration-at.ts';
import { least } from './refusal.ts';
import { tryRegistration } from './try-registration.ts';

const redirectUri = 'https://host.example/callback';

export const answersRegistration: Check = {
  id: 'registration.answer',
  section: 'RFC 7591 §3.2',
  asks: 'Does the authorization server answer a registration with all that it registered, and a wrong one with an error?',
  stopsNobody: true,
  needs: 'register',
  unless: offersNone,
  async judge(probe) {
    const at = registrationAt(probe);
    if (!at) return [];
    const metadata = { ...least, redirect_uris: [redirectUri] };
    const good = await tryRegistration(at.endpoint, { metadata }, probe);
    // Why nobody at all is registered is another check's to find.
    if (!good.accepted) {
      const { status } = good.exchange;
      if ([401, 403, 429].includes(status) || status >= 500) probe.learned.registrationClosed = good.answered;
      return [];
    }
    const wrong = await tryRegistration(at.endpoint, { metadata: { redirect_uris: 'not a list' } }, probe);
    return [...judgeGood(good.exchange), ...(wrong.accepted ? [] : judgeWrong(wrong.exchange))];
  },
};

function judgeGood(exchange: Exchange): Found[] {
  const { success, data, error } = clientInformationSchema.safeParse(exchange.json);
  if (!success) {
    const [first] = error.issues;
    return [told(`the answer does not hold: ${first?.path.join('.')}: ${first?.message}`, 'warning')];
  }
  const { redirect_uris: uris, grant_types: grants = ['authorization_code'] } = data;
  return [
    ...(exchange.status === 201 ? [] : [told(`it was answered ${exchange.status}`, 'note')]),
    ...(uris?.length === 1 && uris[0] === redirectUri
      ? []
      : [told(`redirect_uris came back as ${uris?.join(' ')}`, 'warning')]),
    ...(grants.includes('refresh_token') ? [] : [told('the client may have no refresh token', 'warning')]),
  ];
}

function judgeWrong(exchange: Exchange): Found[] {
  const { status } = exchange;
  if ((status === 400 && errorOf(exchange) !== undefined) || status === 429) return [];
  return [told(`a registration whose redirect_uris is no list was answered ${answered(exchange)}`, 'warning')];
}

function told(seen: string, severity: Found['severity']): Found {
  return {
    seen: `of a registration: ${seen}`,
    expected: '201 with client_id and all registered members; 400 with error for what is wrong',
    remedy: 'Answer registrations as RFC 7591 §3.2 says.',
    fault: 'authorization-server',
    severity,
  };
}
