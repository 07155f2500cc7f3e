/** Servers that connect, and whose tools a host can't use, or uses badly (Duvo's guidelines, and the hosts' own limits). */
import { listOrders, type PatientTool } from './healthy/tools.ts';
import { json } from './healthy/answers.ts';
import type { Ailment, Patient } from './patient.ts';

/** In the place of what whoever gets in is answered. */
const afterSignIn =
  (change: () => Response): Ailment =>
  async (request, healthy) => {
    const answer = await healthy(request);
    return request.headers.has('authorization') && answer.status !== 401 && answer.status !== 403 ? change() : answer;
  };

const wantsMore = 'Bearer error="insufficient_scope", scope="orders:read"';

const tools = (...listed: PatientTool[]) => ({ mcpHabits: { tools: listed } });

const { description: _none, ...undescribed } = listOrders;
const { outputSchema: _schema, ...unstructured } = listOrders;

const wrapped: PatientTool = {
  ...listOrders,
  name: 'update_order',
  annotations: { readOnlyHint: false, destructiveHint: false },
  inputSchema: {
    type: 'object',
    properties: {
      query: { type: 'object', properties: { notify: { type: 'boolean' } } },
      body: { type: 'object', properties: { state: { type: 'string' } } },
    },
  },
};

const unsafe: PatientTool = {
  ...listOrders,
  name: 'delete_order',
  annotations: { readOnlyHint: false, destructiveHint: true },
  inputSchema: { type: 'object', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
};

export const toolFaults: readonly Patient[] = [
  {
    name: 'there are more tools than hosts take',
    ...tools(...Array.from({ length: 200 }, (_, index) => ({ ...listOrders, name: `list_orders_${index}` }))),
    check: 'tools.hosts',
    words: /200 tools.* fewer/,
    fault: 'mcp-server',
  },
  {
    name: 'a tool has a name that hosts refuse',
    ...tools({ ...listOrders, name: 'orders/list all' }),
    check: 'tools.hosts',
    words: /orders\/list all.* names/,
    fault: 'mcp-server',
  },
  {
    name: 'a tool has a name that is too long',
    ...tools({ ...listOrders, name: `list_${'orders_'.repeat(12)}of_today` }),
    check: 'tools.hosts',
    words: /97 characters.* names/,
    fault: 'mcp-server',
  },
  {
    name: 'two tools have the same name',
    ...tools(listOrders, listOrders),
    check: 'tools.listed',
    words: /more than one tool has the name list_orders/,
    fault: 'mcp-server',
  },
  {
    name: 'it wants a scope that nobody gives',
    mcpServer: afterSignIn(() => json({}, 403, { 'www-authenticate': wantsMore })),
    check: 'tools.listed',
    words: /does not allow this.* Require a scope that the authorization server has/,
    fault: 'mcp-server',
  },
  {
    name: 'its guard is at one path, and the server at another',
    mcpServer: afterSignIn(() => json({ error: 'not found' }, 404)),
    check: 'tools.listed',
    words: /404.* Serve MCP at this very path/,
    fault: 'mcp-server',
  },
  {
    name: 'a tool takes its input in wrappers',
    ...tools(wrapped),
    check: 'tools.flat-input',
    words: /update_order.* arguments of their own/,
    fault: 'mcp-server',
  },
  {
    name: 'a tool says nothing of itself',
    ...tools(undescribed),
    check: 'tools.description',
    words: /no description.* Describe/,
    fault: 'mcp-server',
  },
  {
    name: 'a tool answers text alone',
    ...tools({ ...unstructured, answer: { content: [{ type: 'text', text: 'o-1 is paid' }] } }),
    check: 'tools.structured-result',
    words: /no JSON.* structuredContent/,
    fault: 'mcp-server',
  },
  {
    name: 'a tool answers its failure as a success',
    ...tools({ ...unstructured, answer: { content: [{ type: 'text', text: 'Error: 500 from the database' }] } }),
    check: 'tools.errors',
    words: /isError/,
    fault: 'mcp-server',
  },
  {
    name: 'a tool destroys twice when it is called twice',
    ...tools(unsafe),
    check: 'tools.idempotency',
    words: /delete_order.* idempotency key/,
    fault: 'mcp-server',
  },
];
