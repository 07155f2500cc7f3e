/** Whether the oldest hosts find the authorization server, which they look for at the origin of the MCP server (MCP 2025-03-26). */
import { asJson, hostsWhich, isDocument, memberOf, said } from '../answers.ts';
import type { Check } from '../check.ts';
import { unlessOAuth } from './resource-metadata.ts';
import { serverOf } from './server-metadata.ts';

const place = '/.well-known/oauth-authorization-server';

export const isAtOrigin: Check = {
  id: 'server-metadata.at-origin',
  section: 'MCP 2025-03-26, authorization, server metadata discovery',
  asks: 'Is it found at the origin of the MCP server, too, where the oldest hosts look?',
  after: ['server-metadata.valid'],
  unless: unlessOAuth,
  async judge(probe) {
    const hosts = hostsWhich(probe, ({ discovery }) =>
      discovery.steps.some((step) => step.startsWith(`{mcp origin}${place}`)),
    );
    if (hosts.length === 0) return [];
    const there = await probe.ask(new URL(place, probe.endpoint), asJson);
    if (isDocument(there) && memberOf(there.json, 'authorization_endpoint') !== undefined) return [];
    const remedy = `Answer there with the metadata of ${serverOf(probe).issuer}, if people use these hosts.`;
    return [
      {
        seen: `GET ${place} of the MCP server was answered ${said(there)}`,
        expected: 'the metadata of the authorization server there, too',
        remedy,
        fault: 'mcp-server',
        severity: 'note',
        hosts,
      },
    ];
  },
};
