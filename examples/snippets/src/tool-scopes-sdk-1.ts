/** Scopes for each tool of a server on the 1.x SDK, in express (MCP authorization, scope challenge). */
// #region scopes
import express from 'express';
import { protectedResource } from '@granthouse/resource-server';
import { protect, requireScopes } from '@granthouse/resource-server/express';
import { toolScopes } from '@granthouse/resource-server/mcp';
import { answer } from './your-sdk-1-server.ts';

const resource = 'https://orders.example.com/mcp';
const orders = protectedResource({ resource, authorizationServers: ['https://login.example.com'] });
const needed = toolScopes({ get_order: ['orders:read'], create_refund: ['refunds:write'] });
express().use(protect(orders)).post('/mcp', requireScopes(orders, needed), answer).listen(9401);
// #endregion scopes
