/** Our authorization server, whose normaliser lets every body pass as it came: what is left is what registration costs without it. */
import { registerHooks } from 'node:module';
import type { Store, Subject, Surroundings } from '../subject.ts';

const normaliser = new URL('../../packages/authorization-server/src/registration/normalise.ts', import.meta.url).href;
const standIn = new URL('./no-normaliser.ts', import.meta.url).href;

export async function withoutNormaliser(store: Store, surroundings: Surroundings): Promise<Subject> {
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      return found.url === normaliser && context.parentURL !== standIn ? { ...found, url: standIn } : found;
    },
  });
  const { granthouse } = await import('./granthouse.ts');
  return granthouse(store, surroundings);
}
