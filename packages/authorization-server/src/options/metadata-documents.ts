/** Clients whose id is the URL of their metadata document (Client ID Metadata Document §3). */
import { z } from 'zod';
import { publicUrlProblem } from '../fetching/public-url.ts';

/** In normal form, as client ids are, so that text compares: an entry in another form would never meet one. */
function isAddress(entry: string): boolean {
  if (entry.startsWith('https://')) return publicUrlProblem(entry) === undefined && !/[?*]/.test(entry);
  const host = /^(?:\*\.)?(?<name>[a-z0-9.-]+)$/.exec(entry)?.groups?.['name'];
  return host !== undefined && publicUrlProblem(`https://${host}/`) === undefined;
}

const addresses = z.array(
  z
    .string()
    .refine(
      isAddress,
      'use a host such as claude.ai or *.example.com, or an https URL: of one document, or with a slash at its end of all below it',
    ),
);

export const clientIdMetadataDocuments = z
  .strictObject({
    /** Off where the server can't reach the internet: hosts that see documents advertised don't register when a fetch fails. */
    fetch: z.boolean().default(true),
    /** The only addresses whose documents are fetched. */
    allow: addresses.min(1, 'name an address, or switch fetching off: "fetch": false').optional(),
    /** Addresses at which nothing is fetched, whatever else is allowed. */
    deny: addresses.default([]),
    /** Copies of documents, as served: known without a fetch, and whatever the lists say. */
    pinned: z.array(z.looseObject({ client_id: z.string().min(1) })).default([]),
  })
  .prefault({});
