/** Whether the authorization server registers each host as that host registers, and which part of it it refuses (RFC 7591 §3). */
import type { Check, Found } from '../../check.ts';
import { hostName } from '../../hosts/host-name.ts';
import { waysOf } from '../../hosts/ways.ts';
import type { Probe } from '../../probe.ts';
import { hostRegistrations, type HostRegistration } from './host-registrations.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import type { RegistrationAnswer } from './registration-answer.ts';
import { offersNone, registrationAt, slowedDown, type RegistrationAt } from './registration-at.ts';
import { tryRegistration } from './try-registration.ts';

export const registersHosts: Check = {
  id: 'registration.hosts',
  section: 'RFC 7591 §3.2.1',
  asks: 'Does the authorization server register each host with the members and redirect URIs that this host sends?',
  needs: 'register',
  unless: offersNone,
  async judge(probe) {
    const at = registrationAt(probe);
    if (!at) return [];
    const { response_types_supported: responseTypes, grant_types_supported: grantTypes } = at.server;
    const all = hostRegistrations(probe.hosts, { scopes: at.scopes, responseTypes, grantTypes });
    const answers: RegistrationAnswer[] = [];
    const refused: Refused[] = [];
    for (const sent of all) {
      const known = refused.find(({ refusal }) => refusal.isOfAll);
      const answer = known ? { ...known.answer, ...partsOf(sent) } : await answerTo(sent, at, probe);
      // Whoever is asked to slow down has no answer yet.
      if (answer.status === 429) break;
      const refusal = known?.refusal ?? (answer.accepted ? undefined : await refusalOf(sent, at, probe));
      answers.push({ ...answer, ...(refusal?.part !== undefined && { refused: refusal.part }) });
      if (refusal) refused.push({ answer, refusal });
    }
    probe.learned.registrations = answers;
    return [...slowedDown(all.length - answers.length), ...grouped(refused).map((group) => told(group, probe))];
  },
};

interface Refused {
  readonly answer: RegistrationAnswer;
  readonly refusal: Refusal;
}

async function answerTo(
  sent: HostRegistration,
  { endpoint }: RegistrationAt,
  probe: Probe,
): Promise<RegistrationAnswer> {
  const { metadata, userAgent } = sent;
  const { exchange, accepted, answered } = await tryRegistration(endpoint, { metadata, userAgent }, probe);
  return { ...partsOf(sent), status: exchange.status, accepted, answered };
}

const partsOf = ({ hosts, body, redirectUris }: HostRegistration) => ({ hosts, body, redirectUris });

/** One cause is told once, whomever it concerns. */
function grouped(refused: readonly Refused[]): [Refused, ...Refused[]][] {
  const groups = new Map<string, [Refused, ...Refused[]]>();
  for (const each of refused) {
    const { remedy } = each.refusal;
    const group = groups.get(remedy);
    if (group) group.push(each);
    else groups.set(remedy, [each]);
  }
  return [...groups.values()];
}

function told(group: [Refused, ...Refused[]], probe: Probe): Found {
  const [{ answer, refusal }] = group;
  const concerned = new Set(group.flatMap(({ answer: { hosts } }) => hosts));
  const stopped = probe.hosts.filter(({ id }) => concerned.has(id) && isStopped(id, probe)).map(({ id }) => id);
  const names = probe.hosts.filter(({ id }) => concerned.has(id)).map(hostName);
  const what = refusal.part ?? answer.redirectUris.join(' ');
  const { isOfAll = false } = refusal;
  return {
    seen: isOfAll
      ? `every registration is answered ${answer.answered}`
      : `${names.join(', ')}: registers ${what}, which was answered ${answer.answered}`,
    expected: '201 with a client_id, and the redirect URIs as they were sent',
    remedy: refusal.remedy,
    fault: 'authorization-server',
    severity: isOfAll ? 'problem' : stopped.length > 0 ? 'warning' : 'note',
    ...(!isOfAll && stopped.length > 0 && { hosts: stopped }),
  };
}

/** Whether registration is the way it comes by, and nothing that it may send was accepted. */
function isStopped(id: string, { hosts, learned }: Probe): boolean {
  const host = hosts.find((each) => each.id === id);
  const own = learned.registrations?.filter((each) => each.hosts.includes(id)) ?? [];
  return (
    host !== undefined && waysOf(host, learned).known[0] === 'registration' && own.every(({ accepted }) => !accepted)
  );
}
