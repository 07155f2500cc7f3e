/** How much of one person may be under way: an agent that asks without an end holds up its own person, and nobody else. */
import { ClientError } from '../../client-error.ts';
import type { AgentTools } from './agent-tools.ts';

/** Agents ask for some dozens at the most. */
const most = 100;

/** Rejects with ClientError `not_allowed` what is too much. */
export function atOnce(tools: AgentTools): AgentTools {
  const underWay = new Map<string, number>();
  const counted = async <T>(person: string, work: () => Promise<T>): Promise<T> => {
    const count = underWay.get(person) ?? 0;
    if (count >= most) throw tooMany();
    underWay.set(person, count + 1);
    try {
      return await work();
    } finally {
      const rest = (underWay.get(person) ?? 1) - 1;
      if (rest > 0) underWay.set(person, rest);
      else underWay.delete(person);
    }
  };
  return {
    list: (person) => counted(person.id, () => tools.list(person)),
    call: (person, ...asked) => counted(person.id, () => tools.call(person, ...asked)),
  };
}

const tooMany = () =>
  new ClientError('not_allowed', `${most} requests of this person are under way: ask again when some have ended`);
