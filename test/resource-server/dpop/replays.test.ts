/** That a proof is good once: at one instance, at several, and when what they share is away (RFC 9449 §11.1). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { protectedResource, type SeenProof } from '@granthouse/resource-server';
import { provingCaller, type ProvingCaller } from './proving-caller.ts';

let caller: ProvingCaller;
let token: string;

beforeAll(async () => {
  caller = await provingCaller();
  token = await caller.mint({ claims: { exp: caller.clock.seconds() + 100_000 } });
});
afterAll(() => caller.close());

describe('a proof that was taken', () => {
  const replayed = async (proof: string) => {
    const answer = await caller.call(token, proof);
    return [answer.status, caller.decisions.at(-1)?.reason];
  };

  it('RFC9449-4: is refused from then on', async () => {
    const proof = await caller.prove(token);
    expect((await caller.call(token, proof)).status).toBe(200);
    expect(await replayed(proof)).toEqual([401, 'replayed_proof']);
  });

  it('RFC9449-4: and is dated ahead, is refused for as long as its date would do', async () => {
    const proof = await caller.prove(token, { claims: { iat: caller.clock.seconds() + 290 } });
    expect((await caller.call(token, proof)).status).toBe(200);
    for (const _step of [1, 2, 3, 4, 5]) {
      caller.clock.advance(115_000);
      expect(await replayed(proof)).toEqual([401, 'replayed_proof']);
    }
    caller.clock.advance(60_000);
    expect(await replayed(proof)).toEqual([401, 'bad_proof']);
  });

  it('RFC9449-4: is answered once, of twenty at once', async () => {
    const proof = await caller.prove(token);
    const answers = await Promise.all(Array.from({ length: 20 }, () => caller.call(token, proof)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('RFC9449-4: is refused by another instance that shares the memory', async () => {
    const seen: SeenProof[] = [];
    const remember = async (proof: SeenProof) => !seen.some(({ id }) => id === proof.id) && seen.push(proof) > 0;
    const { issuer, clock, server, key } = caller;
    const { resource } = server.resource;
    const options = { resource, authorizationServers: [issuer.issuer], now: clock.now, dpop: { remember } };
    const headers = { authorization: `DPoP ${token}`, dpop: await caller.prove(token) };
    const request = new Request(resource, { method: 'POST', headers });
    const outcomes = await Promise.all([1, 2].map(() => protectedResource(options).authenticate(request)));
    expect(outcomes.filter((outcome) => outcome instanceof Response)).toHaveLength(1);
    expect(seen).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{43}$/),
        key: key.thumbprint,
        holder: expect.stringMatching(/^\["http.+","person-1"\]$/),
        expiresAt: clock.now() + 300_000,
      },
    ]);
  });

  it('is answered with 503 where the shared memory is away', async () => {
    const away = await provingCaller('node', { dpop: { remember: () => Promise.reject(new Error('away')) } });
    const answer = await away.call(await away.mint());
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '10']);
    await away.close();
  });
});
