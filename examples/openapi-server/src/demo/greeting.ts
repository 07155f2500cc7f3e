/** What the start says when everything stands: where things are, who may sign in, the key for scripts, and what to do next. */
import { printableText } from '@granthouse/protocol';
import type { OpenApiTools } from '@granthouse/openapi-tools';
import { demoPerson, type Places } from './house.ts';
import type { Service } from './service.ts';

export interface Started {
  readonly places: Places;
  readonly service: Service;
  readonly tools: Pick<OpenApiTools<never>, 'tools' | 'skipped' | 'problems'>;
  readonly search: boolean;
  readonly apiKey: string;
}

export function greeting({ places, service, tools, search, apiKey }: Started): string {
  const { issuer, resource } = places;
  const count = search ? `3 tools for ${tools.tools.size} operations` : `${tools.tools.size} tools`;
  const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const types = `-H 'content-type: application/json' -H 'accept: application/json, text/event-stream'`;
  const lines = [
    ['MCP server', resource],
    ['Authorization server', issuer],
    ...service.about,
    ['API key', `${apiKey}   (for scripts, as ${demoPerson.login}; another at each start)`],
    ...tools.skipped.map(
      ({ method, template, found }) => ['Left out', printableText(`${method} ${template}: ${found}`)] as const,
    ),
    ...problemsOf(tools.problems.length),
  ];
  return `
  Granthouse is running: ${count}, made of the OpenAPI document of ${service.name}.

${lines.map(([name = '', value = '']) => `    ${name.padEnd(22)}${value}\n`).join('')}
  Try it, one line each:

    MCP Inspector  npx @modelcontextprotocol/inspector@latest --transport http --server-url ${resource}
    Claude Code    claude mcp add --transport http openapi-example ${resource}
    VS Code        code --add-mcp '${JSON.stringify({ name: 'openapi-example', type: 'http', url: resource })}'
    With the key   curl -s ${resource} -H 'authorization: Bearer ${apiKey}' ${types} -d '${list}'
    Your own API   npm run openapi-example -- --document FILE --server URL

  Ctrl+C stops it.
`;
}

function problemsOf(count: number): [string, string][] {
  if (count === 0) return [];
  const said = `${count} problem${count === 1 ? '' : 's'}, which this tells:`;
  return [['In the document', `${said} npm run granthouse -- openapi check FILE`]];
}
