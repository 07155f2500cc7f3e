/** Resources with several authorization servers: what is said of the later ones, and what it means for hosts (RFC 9728 §7.6). */
import { expect, it } from '@jest/globals';
import { hostProfiles } from '@granthouse/host-profiles';
import { instead } from '../patients/ailments.ts';
import { json } from '../patients/healthy/answers.ts';
import { metadataOf } from '../patients/healthy/records.ts';
import { dead, naming, second } from '../patients/second-server.ts';
import { findingOf, reported } from './reported.ts';

const check = 'server-metadata.others';

it('asks two of eleven others, and tells that it asked no more', async () => {
  const eleven = Array.from({ length: 11 }, (_, place) => `/tenant-${place + 1}`);
  const report = await reported(
    {
      mcpServer: naming((first) => eleven.map((path) => first + path)),
      authorizationServer: (request, healthy) => {
        const { origin, pathname } = new URL(request.url);
        const [, tenant] = /^\/\.well-known\/oauth-authorization-server(\/.+)$/.exec(pathname) ?? [];
        return tenant === undefined ? healthy(request) : json(metadataOf(origin + tenant));
      },
    },
    { hosts: [] },
  );
  expect(report.findings.filter((each) => each.check === check)).toMatchObject([
    { severity: 'note', hosts: [], seen: 'the resource names 12 authorization servers, of which 3 were looked at' },
  ]);
  const asked = report.exchanges.map(({ url }) => /\/tenant-\d+/.exec(url)?.[0]).filter((each) => each !== undefined);
  expect([...new Set(asked)]).toEqual(['/tenant-1', '/tenant-2']);
});

it('tells no fault of a later one as one that stops hosts', async () => {
  const hosts = hostProfiles().filter(({ id }) => id === 'cursor');
  const report = await reported({ mcpServer: naming(() => [dead]) }, { hosts });
  expect(findingOf(report, check)).toMatchObject({ severity: 'warning', hosts: [] });
  expect(report.verdicts).toMatchObject([{ connects: 'yes' }]);
});

it('says that a host may go to the second where the first is broken, unless it is known to take none but the first', async () => {
  const { mcpServer, authorizationServer } = second();
  const hosts = hostProfiles().filter(({ id }) => ['cursor', 'sdk-typescript-v2'].includes(id));
  const broken = instead('/.well-known/oauth-authorization-server', () => json({ error: 'not_found' }, 404));
  const report = await reported(
    {
      ...(mcpServer && { mcpServer }),
      authorizationServer: (request, healthy) =>
        request.url.endsWith('/second') ? (authorizationServer ?? broken)(request, healthy) : broken(request, healthy),
    },
    { hosts },
  );
  const verdicts = report.verdicts.map(({ host, connects }) => [host, connects]);
  expect(Object.fromEntries(verdicts)).toEqual({ cursor: 'unknown', 'sdk-typescript-v2': 'no' });
  expect(report.verdicts[0]?.because).toMatch(/; whether it goes to another authorization server is not known$/);
});

it('takes a first that is named twice for one', async () => {
  const report = await reported({ mcpServer: naming((first) => [first, first, first, first]) }, { hosts: [] });
  expect(report.passed).toContain(check);
});
