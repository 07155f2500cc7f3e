/** Codes as the engine's own models write them after a consent, without the pages before it. */
import type Provider from 'oidc-provider';
import type { PreparedCode } from '../subject.ts';
import { callback, resource, scope } from '../world.ts';
import { newVerifier } from './verifier.ts';

/** Together, so that a store which shares commits is quick. */
const atOnce = 50;

export async function prepareEngineCodes(
  provider: Provider,
  accountId: string,
  { clientIds, count }: { clientIds: readonly string[]; count: number },
): Promise<PreparedCode[]> {
  const clients = await Promise.all(clientIds.map((id) => provider.Client.find(id)));
  const codes: PreparedCode[] = [];
  const write = async (index: number) => {
    const client = clients[index % clients.length];
    if (!client) throw new Error('a code is prepared for a registered client');
    const grant = new provider.Grant({ accountId, clientId: client.clientId });
    grant.addResourceScope(resource, scope);
    const { verifier, challenge } = newVerifier();
    const code = new provider.AuthorizationCode({
      client,
      accountId,
      grantId: await grant.save(),
      gty: 'authorization_code',
      redirectUri: callback,
      resource,
      scope,
      codeChallenge: challenge,
      codeChallengeMethod: 'S256',
      expiresWithSession: false,
    });
    codes[index] = { code: await code.save(), verifier, clientId: client.clientId };
  };
  const indexes = Array.from({ length: count }, (_, index) => index).values();
  const work = async () => {
    for (const index of indexes) await write(index);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return codes;
}
