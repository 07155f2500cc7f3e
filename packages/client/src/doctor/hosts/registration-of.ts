/** What a host makes of dynamic registration here: that it is offered, or what came of the very bodies that it sends (RFC 7591). */
import type { HostProfile } from '@granthouse/host-profiles';
import type { Learned } from '../probe.ts';
import type { Verdict } from './verdict.ts';

export function registrationOf(
  { id, registration }: HostProfile,
  { registrations, registrationClosed: closed }: Learned,
): Pick<Verdict, 'connects' | 'because' | 'checks'> {
  const own = registrations?.filter(({ hosts }) => hosts.includes(id)) ?? [];
  // A limit that was met is lifted again.
  if (own.length === 0 && closed !== undefined && !closed.startsWith('429')) {
    return { connects: 'no', because: `every registration is answered ${closed}`, checks: ['registration.hosts'] };
  }
  if (own.length === 0) return { connects: 'yes', because: 'OAuth, DCR found', checks: [] };
  const accepted = own.filter((each) => each.accepted).length;
  const checks = accepted === own.length ? [] : ['registration.hosts'];
  if (accepted === own.length) {
    const isAssumed = registration.dcr.bodies.every(({ confidence }) => confidence === 'synthetic');
    const because = isAssumed
      ? 'OAuth, DCR found, and taken in every form that it may have'
      : 'OAuth, DCR found, and taken as it sends it';
    return { connects: 'yes', because, checks };
  }
  if (accepted === 0) {
    const [first] = own;
    const because = `it registers ${first?.refused ?? first?.redirectUris.join(' ')}, answered ${first?.answered}`;
    return { connects: 'no', because, checks };
  }
  const because = `OAuth, and DCR takes ${accepted} of the ${own.length} forms that it may send`;
  return { connects: 'unknown', because, checks };
}
