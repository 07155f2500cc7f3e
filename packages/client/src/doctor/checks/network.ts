/** Whether a host gets to the server at all: its address, and its certificate (MCP 2025-11-25, transports; RFC 9110 §4.3.4). */
import { isIP } from 'node:net';
import { isLoopbackAddress, isSpecialUse, unbracketed } from '@granthouse/network';
import type { Check, Found } from '../check.ts';
import type { Probe } from '../probe.ts';

const day = 86_400_000;

const address: Check = {
  id: 'network.address',
  section: 'MCP 2025-11-25, security best practices',
  asks: 'Is it an https address that everybody reaches?',
  async judge(probe) {
    const { protocol, host } = probe.endpoint;
    const bare = unbracketed(probe.endpoint);
    const addresses = isIP(bare) === 0 ? await probe.addresses() : [bare];
    const near = addresses.find(isSpecialUse);
    const found: Found[] = [];
    if (near !== undefined) found.push(nearby(probe, host, near));
    else if (protocol !== 'https:') found.push(inClear(host));
    return found;
  },
};

/** Hosts in a data centre are stopped, and those on the person's own machine are not. */
function nearby({ hosts }: Probe, host: string, at: string): Found {
  const where = isLoopbackAddress(at) ? 'this machine alone' : 'a private network';
  return {
    seen: `${host} leads to ${at}, which is ${where}`,
    expected: 'an address on the internet',
    remedy: 'Deploy the server where the internet reaches it, or lead a tunnel to it.',
    fault: 'network',
    severity: 'warning',
    hosts: hosts.filter(({ kind }) => kind === 'hosted' || kind === 'api').map(({ id }) => id),
  };
}

const inClear = (host: string): Found => ({
  seen: `${host} is asked by http:, where everybody on the way reads the credentials`,
  expected: 'https:',
  remedy: 'Put the server behind TLS, with a certificate of a public authority.',
  fault: 'mcp-server',
  severity: 'problem',
});

interface Fault {
  readonly seen: string;
  readonly remedy: string;
}

const untrusted: Fault = {
  seen: 'comes from an authority that nobody knows',
  remedy: 'Take a certificate of a public authority.',
};
const incomplete: Fault = {
  seen: 'comes without the ones between it and its authority',
  remedy: 'Let the server send the whole chain: its certificate, then the intermediate ones.',
};
const faults: Readonly<Record<string, Fault>> = {
  CERT_HAS_EXPIRED: { seen: 'has expired', remedy: 'Renew the certificate, and let a machine renew it from now on.' },
  CERT_NOT_YET_VALID: { seen: 'is not valid yet', remedy: 'Set the clock of the machine that made the certificate.' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { ...untrusted, seen: 'is signed by itself' },
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: incomplete,
  UNABLE_TO_GET_ISSUER_CERT: incomplete,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: incomplete,
  ERR_TLS_CERT_ALTNAME_INVALID: {
    seen: 'is for another name',
    remedy: 'Take a certificate that names this host, or give hosts the name that is in the certificate.',
  },
};

const certificate: Check = {
  id: 'network.certificate',
  section: 'RFC 9110 §4.3.4',
  asks: 'Where the address is https: is the certificate trusted, complete, for this name, and good for two weeks or more?',
  after: ['network.address'],
  judge: (probe) => certificateFaults(probe.endpoint, probe),
};

/** Nothing for an address without TLS. */
export async function certificateFaults(url: URL, { certificate: ask, now }: Probe): Promise<Found[]> {
  if (url.protocol !== 'https:') return [];
  const shown = await ask(url);
  // What is wrong with it stops the first request, which says so.
  if (!shown) return [];
  const { problem, expiresAt } = shown;
  const common = { expected: 'a trusted, complete certificate for this name', fault: 'network' as const };
  const its = `the certificate of ${url.host}`;
  if (problem !== undefined) {
    const { seen, remedy } = faults[problem] ?? { ...untrusted, seen: `is not trusted (${problem})` };
    return [{ ...common, seen: `${its} ${seen}`, remedy, severity: 'problem' }];
  }
  const days = Math.floor((expiresAt - now()) / day);
  if (days >= 14) return [];
  const remedy = 'Renew the certificate now, and let a machine renew it from now on.';
  return [{ ...common, seen: `${its} expires in ${days} days`, remedy, severity: 'warning' }];
}

export const networkChecks: readonly Check[] = [address, certificate];
