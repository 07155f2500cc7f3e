/** No credentials at all: whoever reaches the resource may call it, whatever else was sent along. */
import { type Auth, freezeDeeply } from '../auth.ts';
import type { ResolvedOptions } from '../options.ts';
import type { Credential } from './credential.ts';

export function nobody({ resource, log }: Pick<ResolvedOptions, 'resource' | 'log'>): Credential {
  log?.warn({ resource }, 'dangerouslyWithoutCredentials: whoever reaches this resource may call it');
  const auth = Promise.resolve(
    freezeDeeply<Auth>({
      kind: 'none',
      token: '',
      clientId: 'anonymous',
      subject: 'anonymous',
      scopes: [],
      resource: new URL(resource),
      extra: { subject: 'anonymous' },
    }),
  );
  // A host that had a token for this resource goes on sending it, and would take a refusal for a reason to sign in.
  return { kind: 'none', judge: () => auth };
}
