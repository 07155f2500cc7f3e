/** The members that the metadata documents share: URLs a program or a person may open, scopes, signing algorithms. */
import { z } from 'zod';

import { isScopeToken } from './scope.ts';
import { isLoopbackHost, webUriProblem } from './uri.ts';

/** A page for people, on https or http: nothing that runs code when it is opened. */
export const pageUrl = z.string().superRefine((value, context) => {
  complain(context, webUriProblem(value));
});

/** An endpoint: https, or http on the person's own machine (RFC 8414 §2, RFC 9728 §1.2). */
export const endpointUrl = z.string().superRefine((value, context) => {
  complain(context, endpointProblem(value));
});

/** An issuer identifier: an endpoint's URL without a query (RFC 8414 §2). */
export const issuerUrl = z.string().superRefine((value, context) => {
  complain(context, endpointProblem(value) ?? (value.includes('?') ? 'has a query' : undefined));
});

/** Values such as `S256`, in a list that is left out rather than empty (RFC 8414 §3.2, RFC 9728 §3.2). */
export const nameList = z.array(z.string().min(1)).min(1);

/** Scopes that may be asked for (RFC 6749 §3.3). */
export const scopeList = z.array(z.string().refine(isScopeToken, 'is no scope (RFC 6749 §3.3)')).min(1);

/** Algorithms of signatures; `none` is no signature (RFC 8414 §2, RFC 9728 §2, RFC 9449 §5.1). */
export const algorithmList = z.array(z.string().refine((name) => name !== 'none', 'none is no signature')).min(1);

function endpointProblem(value: string): string | undefined {
  const problem = webUriProblem(value);
  if (problem !== undefined) return problem;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || isLoopbackHost(hostname) ? undefined : 'is http outside the loopback interface';
}

function complain(context: z.RefinementCtx, problem: string | undefined): void {
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `the URL ${problem}` });
}
