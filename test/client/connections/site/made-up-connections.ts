/** Connections in memory, without any server behind them: what the site asks of them, and nothing that it doesn't. */
import { type Connections, type ConnectionView, FieldProblem, type Person } from '@granthouse/client/connections';
import { ClientError } from '@granthouse/client';

/** A URL that holds `oauth` asks for a sign-in, `open` for nothing, `away` can't be reached, any other wants a key. */
export function madeUpConnections(): Pick<
  Connections,
  'detect' | 'add' | 'list' | 'find' | 'giveCredential' | 'disconnect' | 'test' | 'remove' | 'switchTools'
> {
  const kept = new Map<string, ConnectionView>();
  const keys = new Map<string, string>();
  const keyOf = ({ id }: Person, { id: connection, ownership }: ConnectionView) =>
    `${connection} ${ownership === 'shared' ? '' : id}`;
  const seen = (by: Person, connection: ConnectionView): ConnectionView => {
    const isOpen = connection.authentication.kind === 'none' || keys.has(keyOf(by, connection));
    return {
      ...connection,
      state: isOpen ? { kind: 'connected', since: 1 } : { kind: 'credential-needed', why: 'first' },
    };
  };
  const there = (id: string): ConnectionView => {
    const found = kept.get(id);
    if (!found) throw new ClientError('forbidden', 'there is no such connection');
    return found;
  };
  const adminsAlone = ({ isAdmin }: Person) => {
    if (!isAdmin) throw new ClientError('forbidden', 'only an admin may');
  };
  return {
    async detect(_by, url) {
      if (url.includes('away')) throw new ClientError('unreachable', 'nobody answers');
      const asks = url.includes('oauth') ? 'oauth-client-needed' : url.includes('open') ? 'none' : 'credential';
      return { asks, redirectUri: 'https://site.example/oauth/callback' };
    },
    async add(by, { name, url, authentication, ownership }) {
      adminsAlone(by);
      if ([...kept.values()].some((each) => each.name === name))
        throw new FieldProblem({ name: 'That name is taken.' });
      const id = `c${kept.size}`;
      const held =
        authentication.kind === 'api-key' ? { kind: 'api-key' as const, header: 'Authorization' } : authentication;
      const tools = [{ name: 'look', qualifiedName: `mcp__${id}__look`, description: 'Looks.', isOn: true }];
      const common = {
        id,
        revision: 'r1',
        name,
        slug: id,
        url,
        authentication: held,
        ownership,
        addedAt: 1,
        addedBy: by.name,
        tools,
      };
      kept.set(id, { ...common, state: { kind: 'credential-needed', why: 'first' } });
      return seen(by, there(id));
    },
    list: async (by) => [...kept.values()].map((each) => seen(by, each)),
    find: async (by, id) => {
      const found = kept.get(id);
      return found && seen(by, found);
    },
    async giveCredential(by, id, given) {
      const value = JSON.stringify(given);
      if (value.includes('wrong')) throw new ClientError('credential_refused', 'the server refuses this credential');
      keys.set(keyOf(by, there(id)), value);
      return seen(by, there(id));
    },
    async disconnect(by, id) {
      keys.delete(keyOf(by, there(id)));
      return { isRevoked: false };
    },
    test: async (by, id) => seen(by, there(id)),
    async remove(by, id) {
      adminsAlone(by);
      kept.delete(id);
    },
    async switchTools(by, id, wanted) {
      adminsAlone(by);
      const found = there(id);
      const isOn = new Map(wanted.map((each) => [each.tool, each.isOn]));
      const tools = found.tools.map((each) => ({ ...each, isOn: isOn.get(each.name) ?? each.isOn }));
      kept.set(id, { ...found, tools });
      return seen(by, there(id));
    },
  };
}
