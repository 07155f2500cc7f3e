/** What makes tools of a document: ours, and what else npm offers, each called as its documentation shows it for use inside a program. */

/** A tool as a host sees it, and the operation that it stands for. */
export interface MadeTool {
  readonly shown: { readonly name: string; readonly inputSchema: unknown };
  /** In capitals. */
  readonly method: string;
  /** As the document writes it. */
  readonly path: string;
}

/** From a file to the list of its tools. */
type Generate = (file: string) => Promise<readonly MadeTool[]>;

/** Each loads its package first, which is no cost of a document. */
export const generators = {
  granthouse: ours,
  'openapi-mcp-generator': () => generatorOfCode({ dereference: false }),
  'openapi-mcp-generator, dereferenced': () => generatorOfCode({ dereference: true }),
  '@ivotoby/openapi-mcp-server': toolsManager,
} as const satisfies Record<string, () => Promise<Generate>>;

export type GeneratorName = keyof typeof generators;

async function ours(): Promise<Generate> {
  const { openApiTools } = await import('@granthouse/openapi-tools');
  return async (file) =>
    [...openApiTools(file).tools.values()].map(({ definition, operation: { method, path } }) => ({
      shown: definition,
      method,
      path,
    }));
}

async function generatorOfCode(options: { dereference: boolean }): Promise<Generate> {
  const { getToolsFromOpenApi } = await import('openapi-mcp-generator');
  return async (file) => {
    const tools = await getToolsFromOpenApi(file, options);
    return tools.map(({ name, description, inputSchema, method, pathTemplate }) => ({
      shown: { name, description, inputSchema },
      method: method.toUpperCase(),
      path: pathTemplate,
    }));
  };
}

/** What is used of a package whose declarations TypeScript can't follow. */
interface ToolsManager {
  initialize(): Promise<void>;
  getAllTools(): (MadeTool['shown'] & { readonly httpMethod: string; readonly originalPath: string })[];
}

async function toolsManager(): Promise<Generate> {
  const loaded = (await import('@ivotoby/openapi-mcp-server')) as object;
  const { ToolsManager: Manager } = loaded as { ToolsManager: new (config: object) => ToolsManager };
  const config = { name: 'bench', version: '1.0.0', apiBaseUrl: 'https://api.example.com', toolsMode: 'all' };
  return async (file) => {
    const manager = new Manager({ ...config, openApiSpec: file, specInputMethod: 'file', verbose: false });
    await manager.initialize();
    return manager.getAllTools().map((tool) => ({
      shown: tool,
      method: tool.httpMethod.toUpperCase(),
      path: tool.originalPath,
    }));
  };
}
