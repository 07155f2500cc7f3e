/** The order desk as an HTTP API: puts the parts together, and listens. `order-desk.openapi.yaml` describes it. */
import { createListening, type ListeningServer } from '@granthouse/example-mcp-server/listening';
import { type Log, stderrLog } from '@granthouse/example-mcp-server/log';
import { openOrderDesk } from '@granthouse/example-mcp-server/order-desk/database';
import type { JWK } from 'jose';
import { createApp } from './app.ts';
import type { People } from './people.ts';
import { photoSchema } from './photos.ts';
import type { Limits } from './rate-limit.ts';

export interface OrderDeskApiOptions {
  /** Origin and base path, such as http://localhost:9412/v1: the audience of every person's token. */
  readonly url: string;
  /** SHA-256 of the key of each service that may call, in lower-case hexadecimal. */
  readonly serviceKeys: readonly string[];
  /** Who signs the tokens of persons, and with which public keys. */
  readonly personTokens: { readonly issuer: string; readonly keys: readonly JWK[] };
  readonly people: People;
  readonly limits?: Limits;
  /** A file, made and filled when it is missing; in memory by default. */
  readonly databasePath?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly log?: Log;
}

const documentedLimits: Limits = { requests: 60, changes: 10 };

/** Throws ConfigurationError for a database that can't be used. Closing it also closes the database. */
export function createOrderDeskApi(options: OrderDeskApiOptions): ListeningServer {
  const { url, databasePath = ':memory:', limits = documentedLimits, now = Date.now, log = stderrLog } = options;
  const { serviceKeys, people } = options;
  const desk = openOrderDesk({ path: databasePath, now });
  desk.database.exec(photoSchema);
  const personTokens = { ...options.personTokens, audience: url, now };
  const basePath = new URL(url).pathname;
  const app = createApp({ desk, basePath, serviceKeys, personTokens, people, limits, now, log });
  return createListening({ requestListener: app, close: () => Promise.resolve() }, url, () => desk.close());
}
