/** Whether the tools come: connected, listed page by page, each under a name of its own (MCP 2025-11-25, tools). */
import type { Check, Found } from '../../check.ts';
import { named, toolFinding } from './tool-finding.ts';
import { connected, noWayIn } from './tool-call.ts';

export const listsTools: Check = {
  id: 'tools.listed',
  section: 'MCP 2025-11-25, tools, listing tools',
  asks: 'Does the server list its tools, each under a name of its own?',
  after: ['transport.instances'],
  unless: noWayIn,
  async judge(probe) {
    const tools = await connected(probe, (connection) => connection.tools());
    probe.learned.tools = tools;
    const names = tools.map(({ name }) => name);
    const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
    return [...(tools.length === 0 ? [none] : []), ...(twice.length > 0 ? [doubled(twice)] : [])];
  },
};

const none: Found = {
  ...toolFinding({
    seen: 'the server has no tools for whoever asks',
    expected: 'at least one tool',
    remedy: 'Offer tools, or give whoever signs in the scopes that they need.',
  }),
  severity: 'note',
};

const doubled = (names: readonly string[]): Found => ({
  seen: `more than one tool has the name ${named(names)}`,
  expected: 'names that are unique within the server',
  remedy: 'Name each tool so that no other has its name.',
  fault: 'mcp-server',
  severity: 'problem',
});
