/** A guarded Lambda function behind a function URL: hono translates between events and requests (RFC 9728, RFC 6750). */
// #region protect
import { protectedResource } from '@granthouse/resource-server';
import { protect } from '@granthouse/resource-server/hono';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

const resource = 'https://orders.example.com/mcp';
const orders = protectedResource({ resource, authorizationServers: ['https://login.example.com'] });
const app = new Hono().use(protect(orders));
app.all('/mcp', (c) => c.json({ subject: c.get('auth').subject, scopes: c.get('auth').scopes }));
export const handler = handle(app);
// #endregion protect
