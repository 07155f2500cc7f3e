/** What every keeper of authorizations promises, whatever it keeps them in; two of them on one record are two processes. */
import { describe, expect, it } from '@jest/globals';
import type { Authorization, AuthorizationKeeper } from '@granthouse/client';

export const anAuthorization: Authorization = {
  issuer: 'https://issuer.example',
  resource: 'https://resource.example/mcp',
  client: {
    issuer: 'https://issuer.example',
    clientId: 'a client',
    method: 'none',
    redirectUri: 'https://registry.example/callback',
    how: 'registration',
  },
  requested: ['read'],
  tokens: { accessToken: 'first', refreshToken: 'refresh' },
};

const withToken = (accessToken: string): Authorization => ({ ...anAuthorization, tokens: { accessToken } });

/** `two` gives two keepers of one record that is empty. */
export function keeperContract(name: string, two: () => Promise<readonly [AuthorizationKeeper, AuthorizationKeeper]>) {
  describe(`a keeper ${name}`, () => {
    it('gives what was saved, and nothing once it is forgotten', async () => {
      const [one, other] = await two();
      expect(await other.load()).toBeUndefined();
      await one.save(anAuthorization);
      expect(await other.load()).toEqual(anAuthorization);
      await other.save(undefined);
      expect(await one.load()).toBeUndefined();
    });

    it('lets one renew at a time, and the others see what it brought', async () => {
      const keepers = await two();
      await keepers[0].save(withToken('0'));
      let inside = 0;
      const change = async (kept: Authorization) => {
        inside += 1;
        expect(inside).toBe(1);
        await keepers[1].load();
        inside -= 1;
        return withToken(String(Number(kept.tokens.accessToken) + 1));
      };
      const renewals = Array.from({ length: 6 }, (_, index) => keepers[index % 2 === 0 ? 0 : 1].renew(change));
      const brought = (await Promise.all(renewals)).map(({ tokens }) => tokens.accessToken);
      expect(brought.toSorted()).toEqual(['1', '2', '3', '4', '5', '6']);
      expect((await keepers[0].load())?.tokens.accessToken).toBe('6');
    });

    it('leaves all as it was when the change fails, and lets the next one in', async () => {
      const [one, other] = await two();
      await one.save(withToken('kept'));
      await expect(one.renew(() => Promise.reject(new Error('no answer')))).rejects.toThrow('no answer');
      expect((await other.load())?.tokens.accessToken).toBe('kept');
      expect((await other.renew(() => Promise.resolve(withToken('next')))).tokens.accessToken).toBe('next');
    });

    it('drops what a renewal brings when somebody signed in meanwhile', async () => {
      const [one, other] = await two();
      await one.save(withToken('old'));
      const renewed = await one.renew(async () => {
        await other.save(withToken('of the sign-in'));
        return withToken('of the old one');
      });
      expect(renewed.tokens.accessToken).toBe('of the sign-in');
      expect((await one.load())?.tokens.accessToken).toBe('of the sign-in');
    });

    it('brings nothing back that was forgotten meanwhile', async () => {
      const [one, other] = await two();
      await one.save(withToken('old'));
      const renewed = one.renew(async () => {
        await other.save(undefined);
        return withToken('of the old one');
      });
      await expect(renewed).rejects.toMatchObject({ code: 'sign_in_needed' });
      expect(await one.load()).toBeUndefined();
    });

    it('renews nothing where nothing is kept', async () => {
      const [one] = await two();
      const renewed = one.renew(() => Promise.resolve(anAuthorization));
      await expect(renewed).rejects.toMatchObject({ code: 'sign_in_needed' });
      expect(await one.load()).toBeUndefined();
    });
  });
}
