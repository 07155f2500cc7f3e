/** A script that uses the tools with a key of its own, without any sign-in (RFC 6750 §2.1, MCP, tools). */
// #region script
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const requestInit = { headers: { Authorization: `Bearer ${process.env['ORDERS_KEY'] ?? ''}` } };
const client = new Client({ name: 'nightly-report', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL('https://orders.example.com/mcp'), { requestInit }));

const { structuredContent, isError } = await client.callTool({ name: 'listOrders', arguments: { status: ['open'] } });
if (isError) throw new Error('the orders could not be listed');
process.stdout.write(`${JSON.stringify(structuredContent)}\n`);
await client.close();
// #endregion script
