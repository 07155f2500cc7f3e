/** Clients whose id is the URL of their metadata document (Client ID Metadata Document §3). */
import { z } from 'zod';

export const clientIdMetadataDocuments = z
  .strictObject({
    /** Off where the server can't reach the internet: hosts that see documents advertised don't register when a fetch fails. */
    fetch: z.boolean().default(true),
    /** Copies of documents, as served: known without a fetch. */
    pinned: z.array(z.looseObject({ client_id: z.string().min(1) })).default([]),
  })
  .prefault({});
