/** What people call a host. */
import type { HostProfile } from '@granthouse/host-profiles';

export const hostName = ({ name, client_names: [usual] }: HostProfile): string => usual ?? name;
