/** Whom the pages know by which login; and who has left, for as long as anything given to them before may still be shown. */
import { idOf, type Registry } from './registry.ts';

type Kept = Pick<Registry, 'store' | 'now'>;

/** Milliseconds: no access token of an authorization server of ours lives longer. */
const keptOutFor = 86_400_000;

/** Case and composition don't make another person. */
export const sameLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase();

const loginId = (login: string) => idOf('login', sameLogin(login));

/** The login is that of the last sign-in, and only by its hash. */
export async function rememberPerson(
  { store }: Pick<Kept, 'store'>,
  { id, login }: { id: string; login?: string },
): Promise<void> {
  await store.put('connection_person', idOf(id), { id, login: login === undefined ? null : loginId(login) });
}

/** False when nobody by this id was known. */
export function forgetKnown({ store }: Pick<Kept, 'store'>, id: string): Promise<boolean> {
  return store.delete('connection_person', idOf(id));
}

/** The ids of those whom it names, by id or login: it may be nobody that the pages know. */
export async function idsOf({ store }: Pick<Kept, 'store'>, name: string): Promise<readonly string[]> {
  if (await store.get('connection_person', idOf(name))) return [name];
  const { items } = await store.findBy('connection_person', { field: 'login', value: loginId(name) });
  return items.map(({ document }) => (document as { id: string }).id);
}

/** Whoever gives or begins something writes it first and then looks here: then nothing escapes who forgets them meanwhile. */
export async function keepOut({ store, now }: Kept, id: string): Promise<void> {
  await store.put('connection_left', idOf(id), {}, now() + keptOutFor);
}

export async function hasLeft({ store }: Pick<Kept, 'store'>, id: string): Promise<boolean> {
  return (await store.get('connection_left', idOf(id))) !== undefined;
}
