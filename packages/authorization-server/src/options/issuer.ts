/** The issuer identifier, from which every URL of the server is made (RFC 8414 §2). */
import { isLoopbackHost } from '@granthouse/protocol';
import { z } from 'zod';

export const issuer = z.string().check((context) => {
  const problem = issuerProblem(context.value);
  if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value });
});

/** The issuer's path, without a slash at its end: empty when the server has a host of its own. */
export const pathOfIssuer = (value: string): string => new URL(value).pathname.replace(/\/$/, '');

/** RFC 8414 §2: https, no query, no fragment; http is for development on a loopback address alone. */
function issuerProblem(value: string): string | undefined {
  if (!URL.canParse(value)) return 'use an absolute URL such as https://login.example.com';
  const url = new URL(value);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname))) {
    return 'use https; http is accepted on localhost, 127.0.0.1 and [::1] only';
  }
  if (url.search || url.hash || url.username || value.includes('?') || value.includes('#')) {
    return 'leave out query, fragment and user name';
  }
  const path = pathOfIssuer(value);
  return pathProblem(path) ?? exactnessProblem(value, `${url.origin}${path}`);
}

/** Only what reads the same in a URL, in a cookie's Path and in a proxy's configuration, encoded or not (RFC 3986 §2.3). */
function pathProblem(path: string): string | undefined {
  if (!/^(?:\/[\w.~-]+)*$/.test(path)) {
    return 'write each segment of the path with letters, digits and -._~ alone: no empty segment, nothing encoded';
  }
  if (/^\/\.well-known(?:\/|$)/i.test(path))
    return 'choose a path outside /.well-known, where the metadata documents are';
  return undefined;
}

const exactnessProblem = (value: string, exact: string) =>
  value === exact ? undefined : `write it exactly as ${exact}, the way clients will compare it`;
