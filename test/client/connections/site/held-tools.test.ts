/** What an admin reads before a held tool is let through: every change shows, a mere change of order too. */
import { describe, expect, it } from '@jest/globals';
import { render } from '@granthouse/pages';
import { toolSection } from '../../../../packages/client/src/connections/site/pages/tools.ts';
import type { ConnectionView, ToolView } from '../../../../packages/client/src/connections/connections.ts';
import { visibleTextOf } from '../../../authorization-server/pages/parsed-html.ts';

const [before, now] = ['Ask first.\nThen send.', 'Then send.\nAsk first.'];
const tool: ToolView = {
  name: 'send',
  qualifiedName: 'mcp__mail__send',
  description: now,
  isOn: true,
  held: { why: 'changed', before, now, version: 'v2' },
};
const connection: ConnectionView = {
  id: 'mail',
  name: 'Mail',
  slug: 'mail',
  url: 'https://mail.example.com/mcp',
  authentication: { kind: 'none' },
  ownership: 'shared',
  addedAt: 1,
  addedBy: 'ada',
  state: { kind: 'connected', since: 0 },
  tools: [tool],
};

const markupFor = (isAdmin: boolean) => render(toolSection(connection, { name: 'ada', isAdmin, csrfToken: 'token' }));

describe('a tool that changed', () => {
  it('is told of although its lines are the same ones in another order, and can be read whole', () => {
    expect(visibleTextOf(markupFor(true))).toContain('The same lines, in another order or more often.');
    expect(markupFor(true)).toContain(`<p><bdi>${now}</bdi></p>`);
  });

  it('shows those who can’t approve it nothing of what it says now', () => {
    expect(markupFor(false)).toContain('Changed');
    expect(markupFor(false)).not.toContain('Then send.');
  });
});
