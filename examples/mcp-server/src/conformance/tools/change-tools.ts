/** Tools that say that a list has changed, to whoever listens for it (SEP-2575). Each request has a server of its own, so no list changes. */
import type { McpServer, ServerNotifier } from '@modelcontextprotocol/server';

export function registerChangeTools(server: McpServer, notify: () => ServerNotifier): void {
  server.registerTool('test_trigger_tool_change', { description: 'Says that the tools have changed' }, () => {
    notify().toolsChanged();
    return { content: [{ type: 'text', text: 'Said.' }] };
  });
  server.registerTool('test_trigger_prompt_change', { description: 'Says that the prompts have changed' }, () => {
    notify().promptsChanged();
    return { content: [{ type: 'text', text: 'Said.' }] };
  });
}
