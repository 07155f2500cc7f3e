/** Where the engine meets metadata documents: it looks every client up in its store, and an id that is a URL is looked up among documents. */
import type { Context } from 'koa';
import Provider, { type AdapterFactory, type AdapterPayload } from 'oidc-provider';
import { isClientIdUrl } from './client-id.ts';
import { DocumentRefused, type FindDocument } from './metadata-documents.ts';

/** Where a request remembers why its client is unknown. */
const refusal = 'documentRefused';

/**
 * A document that is refused makes an unknown client, so that every endpoint answers as for any other unknown one. Its
 * clients are the engine's cached objects, keys included; those of the engine's own experimental feature are made anew
 * for each request, and each would fetch its keys anew.
 */
export function clientsByDocument(stored: AdapterFactory, findDocument: FindDocument): AdapterFactory {
  return (name) => {
    const adapter = stored(name);
    if (name !== 'Client') return adapter;
    const find = (id: string) => (isClientIdUrl(id) ? found(findDocument, id) : adapter.find(id));
    return { ...adapter, find };
  };
}

async function found(findDocument: FindDocument, clientId: string): Promise<AdapterPayload | undefined> {
  const { ctx } = Provider;
  try {
    return await findDocument(clientId, ctx?.ip ?? '');
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error;
    if (ctx) ctx.state[refusal] = error;
    return undefined;
  }
}

/** Why this request's client is unknown, when a document is the reason. */
export function documentRefusalOf(ctx: Context): DocumentRefused | undefined {
  return ctx.state[refusal] as DocumentRefused | undefined;
}
