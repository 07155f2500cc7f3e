/** An MCP server on the 1.x SDK and express behind the guard, stateless (RFC 9728, MCP 2025-11-25). */
// #region protect
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/express';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express, { type Request, type Response } from 'express';
import { createMcpServer } from './your-tools-1.ts';

const resource = 'https://orders.example.com/mcp';
const orders = protectedResource({ resource, authorizationServers: ['https://login.example.com'] });
express().use(protect(orders)).post('/mcp', express.json(), answer).listen(9401);

async function answer(request: Request, response: Response): Promise<void> {
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  await createMcpServer().connect(transport);
  await transport.handleRequest(request, response, request.body);
}
// #endregion protect
