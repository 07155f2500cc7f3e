/** The hosts that a command names, by the ids of their profiles. */
import { hostProfiles, toolLimitsOf, type HostProfile } from '@granthouse/host-profiles';
import type { ToolLimits } from '@granthouse/openapi-tools';
import { UsageError } from '../command-error.ts';

/** Without names, all of whose limits something is known. Throws a UsageError that tells the near names, and all. */
export function hostsNamed(names: readonly string[] | undefined): HostProfile[] {
  const limited = hostProfiles().filter(({ tool_limits: limits }) => limits !== undefined);
  return names === undefined ? limited : hostsCalled(names, `Limits are known of ${idsOf(limited)}`);
}

/** Without names, or with `all`, every one. Throws a UsageError that tells the near names, and all. */
export function anyHosts(names: readonly string[] | undefined): HostProfile[] {
  const all = [...hostProfiles()];
  return names === undefined || names.includes('all') ? all : hostsCalled(names, `Known are ${idsOf(all)}`);
}

const idsOf = (hosts: readonly HostProfile[]) => hosts.map(({ id }) => id).join(', ');

function hostsCalled(names: readonly string[], known: string): HostProfile[] {
  return [...new Set(names)].map((name) => {
    const found = hostProfiles().find(({ id }) => id === name.toLowerCase());
    if (found) return found;
    const near = hostProfiles().flatMap((profile) => (isNear(profile, name) ? [profile.id] : []));
    const meant = near.length > 0 ? `, perhaps ${near.slice(0, 5).join(' or ')}` : '';
    throw new UsageError(`there is no host "${name}"${meant}. ${known}`);
  });
}

/** What is known of them; `serverName` is what people call the server there. */
export function limitsOf(host: HostProfile, serverName: string | undefined): ToolLimits {
  return { ...toolLimitsOf(host), ...(serverName !== undefined && { serverName }) };
}

function isNear({ id, client_names: names }: HostProfile, given: string): boolean {
  const wanted = bare(given);
  if (wanted === '') return false;
  return [id, ...names].map(bare).some((each) => {
    if (each.includes(wanted) || wanted.includes(each)) return true;
    return Math.min(each.length, wanted.length) >= 4 && each.slice(0, 3) === wanted.slice(0, 3);
  });
}

const bare = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/gu, '');
