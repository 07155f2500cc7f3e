/** A token of the person for the API, exchanged for the one that the MCP server was shown (RFC 8693 §2): the builder's own code. */
import { openApiTools } from '@granthouse/openapi-tools';
import type { AuthInfo } from '@modelcontextprotocol/server';

// #region exchange
interface Person {
  readonly subject: string;
  /** The token that the API takes. What the MCP server was shown stays in here. */
  apiToken(): Promise<string>;
}

export function personOf(auth: AuthInfo | undefined): Person {
  if (!auth) throw new Error('the guard lets nobody in without credentials');
  return { subject: String(auth.extra?.['subject']), apiToken: () => exchanged(auth.token) };
}

async function exchanged(token: string): Promise<string> {
  const answer = await fetch('https://login.example.com/token', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`orders-mcp:${process.env['EXCHANGE_SECRET']}`)}` },
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: token,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      resource: 'https://api.example.com',
    }),
  });
  const { access_token: accessToken } = (await answer.json()) as { access_token?: string };
  if (!answer.ok || accessToken === undefined) throw new Error(`the token was not exchanged: ${answer.status}`);
  return accessToken;
}

export const api = openApiTools<Person>('./orders.openapi.yaml', {
  credentials: async (_operation, person) => ({ headers: { Authorization: `Bearer ${await person.apiToken()}` } }),
});
// #endregion exchange
