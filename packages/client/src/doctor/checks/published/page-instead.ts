/** A web page in the place of a document: the catch-all of a web app answers every path (RFC 8615 §3). */
import { isWebPage, said } from '../../answers.ts';
import type { Found } from '../../check.ts';
import type { Exchange } from '../../probe.ts';

export const isPageInstead = (exchange: Exchange): boolean => exchange.status === 200 && isWebPage(exchange);

/** `what` stands there: the metadata of the resource, or of the authorization server. */
export const pageInstead = (
  page: Exchange,
  what: string,
): Pick<Found, 'seen' | 'expected' | 'remedy' | 'severity'> => ({
  seen: `GET ${page.url} was answered ${said(page)}`,
  expected: `${what} as JSON, or 404`,
  remedy: 'Keep the catch-all of the web app away from /.well-known/: hosts take its page for metadata, and stop.',
  severity: 'problem',
});
