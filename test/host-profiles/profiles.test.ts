/** Every profile of a host has the form of the schema, and what a server reads of them is made of all of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hostProfiles, knownHosts, type HostProfile } from '@granthouse/host-profiles';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { filesBelow, root } from '../support/source-files.ts';
import { derivedHosts } from './known-hosts.ts';

const profiles = hostProfiles();
const rows = profiles.map((profile) => [profile.id, profile] as const);

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
addFormats.default(ajv);
const hasTheForm = ajv.compile(
  JSON.parse(readFileSync(join(root, 'packages/host-profiles/schema.json'), 'utf8')) as object,
);

describe('a profile', () => {
  it.each(rows)('%s has the form of the schema', (_id, profile) => {
    hasTheForm(profile);
    expect(hasTheForm.errors ?? []).toEqual([]);
  });

  it('is named by its id', () => {
    const names = filesBelow('packages/host-profiles/profiles').map(({ path }) => path.replace(/^.*\/|\.json$/gu, ''));
    expect(names.toSorted()).toEqual(profiles.map(({ id }) => id));
  });

  it.each(rows)('%s lists the names that it sends', (_id, profile) => {
    expect(sentNames(profile).filter((name) => !profile.client_names.includes(name))).toEqual([]);
  });

  it.each(rows)('%s has a source for each level of confidence that it claims', (_id, profile) => {
    expect(profile.sources.length).toBeGreaterThan(0);
    const isRecorded = JSON.stringify(profile).includes('"confidence":"recorded"');
    expect(profile.sources.some(({ kind }) => kind === 'recorded') || !isRecorded).toBe(true);
  });

  it('is shared and changed by nobody', () => {
    expect(hostProfiles()).toBe(profiles);
    expect(Object.isFrozen(profiles[0]?.registration.dcr.bodies)).toBe(true);
  });

  it('that lacks a member or adds one is found out', () => {
    const [first] = profiles;
    for (const wrong of [
      { ...first, sources: [] },
      { ...first, guess: true },
      { ...first, confidence: 'sure' },
    ]) {
      expect(hasTheForm(wrong)).toBe(false);
    }
  });
});

describe('the hosts that a server recognises', () => {
  it('are made of the profiles; npm run hosts-page writes them anew', () => {
    expect(knownHosts).toEqual(derivedHosts(profiles));
  });

  it('have their addresses for themselves', () => {
    const addresses = knownHosts.flatMap(({ documents, redirectUris }) => [...documents, ...redirectUris]);
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
  });

  it('are changed by nobody', () => {
    expect(Object.isFrozen(knownHosts[0]?.redirectUris)).toBe(true);
  });
});

/** As whole texts: one that holds a placeholder is another each time. */
function sentNames({ registration: { cimd, dcr } }: HostProfile): string[] {
  const sent = [...dcr.bodies.map(({ body }) => body), ...cimd.documents.map(({ document }) => document)];
  return sent.flatMap((members) => {
    const name = members?.['client_name'];
    return typeof name === 'string' && !name.includes('{{') ? [name] : [];
  });
}
