/** Whose certificates are believed: those of the usual authorities, and of those that an operator adds to them (CL-15). */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as tls from 'node:tls';
import { afterEach, expect, it } from '@jest/globals';
import { guardedFetch } from '@granthouse/client';
import { examine } from '@granthouse/client/doctor';
import { resolver } from '../../authorization-server/fetching/local-internet.ts';
import { describeWhere } from '../../support/run-where.ts';
import { hasOpenssl } from '../../support/tls-proxy.ts';

const closing: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Its own authority, for one name. */
async function tlsServer(name: string): Promise<{ url: string; cert: string }> {
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const words = [...args, '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', '-', '-out', '-'];
  const pem = execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  const server = createServer({ key: pem, cert: pem }, (_request, response) => response.end('{}')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const cert = pem.slice(pem.indexOf('-----BEGIN CERTIFICATE'));
  return { url: `https://${name}:${(server.address() as AddressInfo).port}/`, cert };
}

function fetchTrusting(authorities?: readonly string[]) {
  const { resolve } = resolver(['127.0.0.1']);
  const { fetch, close } = guardedFetch({ besides: 'loopback', resolve, ...(authorities && { authorities }) });
  closing.push(close);
  return fetch;
}

describeWhere(hasOpenssl, 'openssl')('a certificate', () => {
  it('CL-15: of nobody known is refused, and the refusal says so', async () => {
    const { url } = await tlsServer('mcp.example.com');
    const refused = fetchTrusting()(url);
    await expect(refused).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('by itself') });
  });

  it('of an authority that an operator adds is believed, for its own name alone', async () => {
    const { url, cert } = await tlsServer('mcp.example.com');
    const fetch = fetchTrusting([cert]);
    expect((await fetch(url)).status).toBe(200);
    const refused = fetch(url.replace('mcp.', 'other.'));
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('for another name') });
  });
});

describeWhere(hasOpenssl && 'setDefaultCACertificates' in tls, 'openssl, or a Node that can change what it trusts')(
  'the usual authorities',
  () => {
    it('are believed beside those that an operator adds', async () => {
      const usual = await tlsServer('usual.example.com');
      const added = await tlsServer('added.example.com');
      const before = tls.getCACertificates('default');
      closing.push(() => tls.setDefaultCACertificates(before));
      tls.setDefaultCACertificates([...before, usual.cert]);
      const fetch = fetchTrusting([added.cert]);
      expect((await fetch(added.url)).status).toBe(200);
      expect((await fetch(usual.url)).status).toBe(200);
    });

    it('are those that a doctor goes by, with what this machine was told to trust', async () => {
      const { url, cert } = await tlsServer('usual.example.com');
      const before = tls.getCACertificates('default');
      closing.push(() => tls.setDefaultCACertificates(before));
      tls.setDefaultCACertificates([...before, cert]);
      const { resolve } = resolver(['127.0.0.1']);
      const { findings } = await examine(url, { network: { besides: 'loopback', resolve } });
      const found = findings.filter(({ check }) => check === 'network.certificate');
      // It is made for a day.
      expect(found.map(({ seen }) => seen)).toEqual([expect.stringContaining('expires in 0 days')]);
    });
  },
);
