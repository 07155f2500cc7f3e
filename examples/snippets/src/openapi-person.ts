/** The API knows the MCP server by its key, and the person by a signed statement of a minute (RFC 7519, RFC 7523 §3). */
import { openApiTools } from '@granthouse/openapi-tools';
import { SignJWT } from 'jose';

// #region person
const secret = new TextEncoder().encode(process.env['ORDERS_API_SECRET']);

export const api = openApiTools<{ subject: string }>('./orders.openapi.yaml', {
  async credentials(_operation, { subject }) {
    const person = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('https://orders.example.com/mcp')
      .setAudience('https://api.example.com')
      .setSubject(subject)
      .setExpirationTime('1 minute')
      .sign(secret);
    return { headers: { 'X-Api-Key': process.env['ORDERS_API_KEY'] ?? '', Authorization: `Bearer ${person}` } };
  },
});
// #endregion person
