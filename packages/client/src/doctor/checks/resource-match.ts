/** Whether the resource of the metadata is the address that hosts were given, as each of them compares (RFC 9728 §3.3). */
import { isSameResource } from '@granthouse/protocol';
import { clipped, hostsWhich } from '../answers.ts';
import type { Check } from '../check.ts';
import { unlessOAuth } from './resource-metadata.ts';

export const resourceMatch: Check = {
  id: 'resource-metadata.resource',
  section: 'RFC 9728 §3.3',
  asks: 'Is the resource in the metadata the address that hosts were given?',
  after: ['resource-metadata.valid'],
  unless: unlessOAuth,
  async judge(probe) {
    const { endpoint, learned } = probe;
    const named = learned.resourceMetadata?.resource;
    if (named === undefined || new URL(named).href === endpoint.href) return [];
    const common = {
      seen: `the metadata is of the resource ${clipped(named)}, and hosts are given ${endpoint.href}`,
      expected: endpoint.href,
      remedy: 'Let resource be the very address of the MCP endpoint, or give hosts the address in resource.',
      fault: 'mcp-server' as const,
    };
    const { origin, pathname } = new URL(named);
    const isParent = origin === endpoint.origin && isBelow(endpoint.pathname, pathname);
    if (!isParent && !isSameResource(named, endpoint.href)) return [{ ...common, severity: 'problem' }];
    const isOrigin = pathname === '/';
    const hosts = hostsWhich(probe, ({ validation: { prm_resource: rule } }) => {
      return rule === 'exact' || rule === 'exact-per-location' || (rule === 'exact-or-origin' && !isOrigin);
    });
    return hosts.length === 0 ? [{ ...common, severity: 'note' }] : [{ ...common, severity: 'warning', hosts }];
  },
};

const isBelow = (path: string, above: string) =>
  `${path.replace(/\/$/, '')}/`.startsWith(`${above.replace(/\/$/, '')}/`);
