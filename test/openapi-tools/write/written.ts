/** The request that a document with one operation makes of arguments. */
import { writeRequest } from '../../../packages/openapi-tools/src/call/write/request.ts';
import { openApiTools } from '@granthouse/openapi-tools';

export interface Operation {
  readonly path?: string;
  readonly method?: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly openapi?: string;
  readonly server?: string;
}

const origin = 'https://api.example.com/v1';

type Args = Readonly<Record<string, unknown>>;

export const written = (operation: Operation, args: Args) => writerOf(operation)(args);

/** Planned once, for many requests. */
export function writerOf(operation: Operation) {
  const { path = '/things', method = operation.requestBody ? 'post' : 'get', server = origin } = operation;
  const { openapi = '3.1.1', parameters = [], requestBody } = operation;
  const described = { operationId: 'call', parameters, ...(requestBody && { requestBody }), responses: {} };
  const document = { openapi, info: { title: 'A', version: '1' }, paths: { [path]: { [method]: described } } };
  const { tools, skipped } = openApiTools(document, { server });
  const tool = tools.get('call');
  if (!tool) throw new Error(JSON.stringify(skipped));
  return (args: Args) => {
    const { url, headers, body } = writeRequest(tool, args);
    return {
      path: url.href.slice(origin.length).split('?')[0] ?? '',
      query: url.search.slice(1),
      url: url.href,
      headers,
      body: typeof body === 'object' ? Buffer.from(body).toString('latin1') : body,
    };
  };
}
