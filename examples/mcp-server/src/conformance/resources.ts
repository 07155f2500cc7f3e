/** Resources to list, to read and to subscribe to (MCP 2025-11-25 server/resources). */
import { type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { picture } from './samples.ts';

const texts = {
  'static-text': 'This is the content of the static text resource.',
  'watched-resource': 'This resource can be subscribed to.',
};

export function registerResources(server: McpServer): void {
  const mimeType = 'text/plain';
  for (const [name, text] of Object.entries(texts)) {
    const uri = `test://${name}`;
    server.registerResource(name, uri, { description: 'A text', mimeType }, () => ({
      contents: [{ uri, mimeType, text }],
    }));
  }
  const uri = 'test://static-binary';
  server.registerResource('static-binary', uri, { description: 'A picture', mimeType: picture.mimeType }, () => ({
    contents: [{ uri, mimeType: picture.mimeType, blob: picture.data }],
  }));
  registerTemplate(server);
  acceptSubscriptions(server);
}

function registerTemplate(server: McpServer): void {
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  const mimeType = 'application/json';
  server.registerResource('template', template, { description: 'Data by id', mimeType }, ({ href }, { id }) => ({
    contents: [
      { uri: href, mimeType, text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` }) },
    ],
  }));
}

/** Nothing here ever changes, so nothing is kept of a subscription. */
function acceptSubscriptions({ server }: McpServer): void {
  server.setRequestHandler('resources/subscribe', () => ({}));
  server.setRequestHandler('resources/unsubscribe', () => ({}));
}
