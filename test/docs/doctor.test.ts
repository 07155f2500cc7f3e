/** docs/doctor.md says what the checks say, and each check is data that people can read. */
import { expect, it } from '@jest/globals';
import { checks, examine } from '@granthouse/client/doctor';
import { json } from '../client/doctor/patients/healthy/answers.ts';
import { admit } from '../client/doctor/patients/patient.ts';
import { pages } from './documents.ts';
import { doctorPage } from './doctor-page.ts';

/** Tables are set by the formatter. */
const bare = (text: string | undefined) => text?.replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---');

it('docs/doctor.md is what the checks say; npm run doctor-page writes it anew', () => {
  expect(bare(pages.find(({ path }) => path === 'docs/doctor.md')?.text)).toBe(bare(doctorPage()));
});

it('each room has a title', () => {
  const [, after = ''] = doctorPage().split('## Checks');
  const titles = [...after.matchAll(/^### (.*)$/gm)].map(([, title = '']) => title);
  expect(titles.filter((title) => !/^[A-Z]/.test(title))).toEqual([]);
});

it('no two checks have one id, and each is in a room', () => {
  const ids = checks.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z-]+\.[a-z-]+$/);
});

it('each check asks one question, names where its answer is written, and builds on earlier ones', () => {
  for (const [place, { asks, section, after = [] }] of checks.entries()) {
    expect(asks).toMatch(/^[A-Z][^?|]*\?$/);
    expect(section).toMatch(/\S/);
    const earlier = checks.slice(0, place).map(({ id }) => id);
    expect(earlier).toEqual(expect.arrayContaining([...after]));
  }
});

it('names each member of the report, and no other', async () => {
  const mcpServer = () => json({ error: 'forbidden' }, 403);
  const [well, ill] = [await admit(), await admit({ mcpServer })];
  const reports = [
    await examine(well.url, { network: well.network, register: true }),
    await examine(ill.url, { network: ill.network }),
  ];
  await Promise.all([well.close(), ill.close()]);
  const members = new Map<string, Set<string>>();
  for (const [member, value] of reports.flatMap((report) => Object.entries(report))) {
    const items = Array.isArray(value) ? (value as unknown[]) : [];
    const objects = items.filter((item) => typeof item === 'object' && item !== null);
    members.set(member, new Set([...(members.get(member) ?? []), ...objects.flatMap((item) => Object.keys(item))]));
  }
  const [, table = ''] = /## The report as JSON([^]*?)\n## /.exec(doctorPage()) ?? [];
  const rows = new Map(
    [...table.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name = '', text = '']) => [name, text]),
  );
  expect([...rows.keys()]).toEqual(expect.arrayContaining([...members.keys()]));
  expect(rows.size).toBe(members.size);
  for (const [member, own] of members) {
    for (const each of own) expect(rows.get(member)).toContain(`\`${each}\``);
  }
});
