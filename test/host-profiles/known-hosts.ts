/** What `packages/host-profiles/src/known-hosts.ts` must hold, derived from the profiles, and its text. */
import type { HostProfile, KnownHost } from '@granthouse/host-profiles';

const head = `/**
 * The hosts that a server recognises: made of the profiles by \`npm run hosts-page\`, since reading every profile at
 * each start would cost more than all that is asked of them.
 */
import { frozen } from './frozen.ts';
import { knownHost, type KnownHost } from './known-host.ts';
`;

/** The module as it is written; the formatter gives it its lines. */
export function knownHostsModule(profiles: readonly HostProfile[]): string {
  const calls = derivedHosts(profiles).map(callOf);
  return `${head}\nexport const knownHosts: readonly KnownHost[] = frozen([${calls.join()}]);\n`;
}

function callOf({ id, names, ...known }: KnownHost): string {
  const told = Object.entries(known).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value));
  const members = told.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `knownHost(${JSON.stringify(id)}, ${JSON.stringify(names)}${told.length > 0 ? `, { ${members.join()} }` : ''})`;
}

/** Software under whose name every application has a name of its own is no host that could be recognised. */
export function derivedHosts(profiles: readonly HostProfile[]): KnownHost[] {
  return profiles.flatMap((profile) => {
    const [name, ...others] = profile.client_names;
    return name === undefined ? [] : [derivedHost(profile, [name, ...others])];
  });
}

function derivedHost(
  { id, registration, http, redirect_uris: { https, loopback, private_scheme: privateUse } }: HostProfile,
  names: KnownHost['names'],
): KnownHost {
  const listed = https.filter(({ uri, shared }) => !shared && hasHostOfItsOwn(uri));
  const own = listed.map(({ uri }) => uri);
  return {
    id,
    names,
    documents: registration.cimd.documents.map(({ client_id: url }) => url),
    redirectUris: own,
    relays: listed.filter((each) => each.relays).map(({ uri }) => uri),
    privateUseRedirectUris: privateUse.map(({ uri }) => uri),
    loopback: loopback.length > 0,
    redirectsAnywhere: own.length < https.length || own.length + loopback.length + privateUse.length === 0,
    // A remark may follow the range.
    egress: (http.egress ?? []).map((range) => range.replace(/ .*/u, '')),
  };
}

function hasHostOfItsOwn(uri: string): boolean {
  return /^https:\/\/[^/{}]+\//u.test(uri);
}
