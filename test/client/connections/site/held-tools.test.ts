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
  revision: 'r1',
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

const markupFor = (isAdmin: boolean, tools = [tool]) =>
  render(toolSection({ connection: { ...connection, tools }, viewer: { name: 'ada', isAdmin, csrfToken: 'token' } }));

const textOf = (markup: string) => visibleTextOf(markup.replaceAll('<', ' <'));

describe('a tool that changed', () => {
  it('is told of line by line and in order, in words too, and can be read whole', () => {
    const markup = markupFor(true);
    expect(textOf(markup)).toContain('Removed: Ask first. Then send. Added: Ask first.');
    expect(markup).toContain(`<pre><bdi>${now}</bdi></pre>`);
  });

  it('shows those who can’t approve it nothing of what it says now', () => {
    expect(markupFor(false)).toContain('Changed');
    expect(markupFor(false)).not.toContain('Then send.');
  });

  it('has what is another in a line marked, and says that something in it is invisible', () => {
    const held = { why: 'changed', before: 'Sends a mail.', now: 'Sends a \\u{200b} mail.', version: 'v2' } as const;
    const markup = markupFor(true, [{ ...tool, held }]);
    expect(markup).toContain('<bdi>Sends a <mark>\\u{200b} </mark>mail.</bdi>');
    expect(textOf(markup)).toContain('It holds characters that nobody sees, and an agent reads.');
    expect(textOf(markupFor(true))).not.toContain('nobody sees');
  });

  it('is told of although what became another is only how something invisible is written', () => {
    const held = { why: 'changed', before: now, now, version: 'v2' } as const;
    expect(textOf(markupFor(true, [{ ...tool, held }]))).toContain('It reads the same and is not');
  });

  it('has what is the same counted, and what is long folded', () => {
    const lines = (count: number, word: string) => Array.from({ length: count }, (_, line) => `${word} ${line}`);
    const [old, next] = [lines(50, 'as it was'), lines(60, 'as it is')];
    const texts = [old, next].map((some) => [...lines(30, 'kept'), ...some, ...lines(30, 'end')].join('\n'));
    const held = { why: 'changed', before: texts[0] ?? '', now: texts[1] ?? '', version: 'v2' } as const;
    const markup = markupFor(true, [{ ...tool, held }]);
    expect(textOf(markup)).toContain('28 lines as before kept 28 kept 29 Removed: as it was 0');
    expect(markup).toContain('Show 76 more lines of what changed');
    expect(markup).toMatch(/as it is 59<.*end 0<.*end 1<.*28 lines as before/su);
  });
});

describe('the button', () => {
  it('is one where one tool waits, and nothing has to be ticked', () => {
    expect(textOf(markupFor(true))).toContain('Approve this tool');
    expect(markupFor(true)).not.toContain('checkbox');
  });

  it('approves all that is shown, beside the one for what is ticked, where several wait', () => {
    const markup = markupFor(true, [tool, { ...tool, name: 'other' }]);
    expect(textOf(markup)).toContain('Approve selected Approve all 2 shown');
    expect(markup).not.toContain(' checked');
  });
});
