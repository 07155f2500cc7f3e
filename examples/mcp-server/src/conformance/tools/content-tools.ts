/** Tools that answer at once, one for each kind of content (MCP 2025-11-25 server/tools, Tool Result). */
import type { ContentBlock, McpServer } from '@modelcontextprotocol/server';
import { picture, sound } from '../samples.ts';

const text = (words: string): ContentBlock => ({ type: 'text', text: words });

const resource = (uri: string, mimeType: string, words: string): ContentBlock => ({
  type: 'resource',
  resource: { uri, mimeType, text: words },
});

const answers: Record<string, { description: string; content: ContentBlock[] }> = {
  test_simple_text: {
    description: 'Answers with a text',
    content: [text('This is a simple text response for testing.')],
  },
  test_image_content: { description: 'Answers with a picture', content: [{ type: 'image', ...picture }] },
  test_audio_content: { description: 'Answers with a sound', content: [{ type: 'audio', ...sound }] },
  test_embedded_resource: {
    description: 'Answers with a resource',
    content: [resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')],
  },
  test_multiple_content_types: {
    description: 'Answers with a text, a picture and a resource',
    content: [
      text('Multiple content types test:'),
      { type: 'image', ...picture },
      resource('test://mixed-content-resource', 'application/json', JSON.stringify({ test: 'data', value: 123 })),
    ],
  },
  test_streaming_elicitation: {
    description: 'Answers without a request of its own, so that the stream of the answer can be watched',
    content: [text('Nothing but this answer was sent.')],
  },
};

export function registerContentTools(server: McpServer): void {
  for (const [name, { description, content }] of Object.entries(answers)) {
    server.registerTool(name, { description }, () => ({ content }));
  }
}
