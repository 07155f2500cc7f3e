/** What an admin typed becomes a connection, or a sentence for each field that has to be mended. */
import type { NewConnection } from './connections.ts';
import { nameProblem, throwProblems, urlProblem, type Problems } from './field-problems.ts';
import { judgeAuthentication, type JudgedAuthentication } from './new-authentication.ts';
import type { ParsedConnectionsOptions } from './options.ts';
import { isReserved, slugOf } from './slug.ts';

export interface JudgedConnection extends JudgedAuthentication {
  readonly name: string;
  readonly slug: string;
  readonly url: string;
}

/** Throws FieldProblem with all that is wrong. */
export function judgeConnection(wanted: NewConnection, options: ParsedConnectionsOptions): JudgedConnection {
  const name = wanted.name.trim();
  const url = wanted.url.trim();
  const slug = slugOf(name);
  const problems: Problems = {};
  const note = (field: string, problem: string | undefined) => {
    if (problem !== undefined) problems[field] = problem;
  };
  note('name', nameProblem(name) ?? slugProblem(slug, options));
  note('url', addressProblem(url, options));
  const judged = judgeAuthentication(wanted.authentication, wanted.ownership);
  throwProblems({ ...problems, ...judged.problems });
  return { name, slug: slug ?? '', url: new URL(url).href, ...judged.found };
}

export const slugTaken = 'Another connection has this name, or one that agents would take for it.';

export function addressProblem(url: string, options: ParsedConnectionsOptions): string | undefined {
  return urlProblem(url, options.network) ?? ownProblem(new URL(url), options);
}

function ownProblem({ origin, pathname }: URL, { endpoint }: ParsedConnectionsOptions): string | undefined {
  if (endpoint === undefined) return undefined;
  const own = new URL(endpoint);
  const isOwn = origin === own.origin && pathname.replace(/\/+$/, '') === own.pathname.replace(/\/+$/, '');
  return isOwn ? 'This is where the tools of all connections are: it can’t be one of them.' : undefined;
}

function slugProblem(slug: string | undefined, { reservedSlugs }: ParsedConnectionsOptions): string | undefined {
  if (slug === undefined) return 'A name has letters or digits of the English alphabet.';
  return isReserved(slug, reservedSlugs) ? 'This name is taken by what is built in.' : undefined;
}
