/** A program on a person's own machine that signs in to an MCP server in their browser, and shows its tools. */
// #region sign-in
import { connect, guardedFetch, keptInMemory, oauthCredential, signInHere } from '@granthouse/client';

export async function namesOfTools(endpoint: URL, open: (url: URL) => Promise<void>): Promise<string[]> {
  const { fetch, close } = guardedFetch({ besides: 'loopback' });
  const authorization = await signInHere(endpoint, { identity: { name: 'My agent' }, fetch, open });
  const credential = oauthCredential({ keeper: keptInMemory(authorization), fetch });
  const connection = await connect(endpoint, { credential, fetch });
  const tools = await connection.tools();
  await connection.close();
  await close();
  return tools.map(({ name }) => name);
}
// #endregion sign-in
