/** The issuer identifier, from which every URL of the server is made (RFC 8414 §2). */
import { isLoopbackHost } from '@granthouse/protocol';
import { z } from 'zod';

export const issuer = z.string().check((context) => {
  const problem = issuerProblem(context.value);
  if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value });
});

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
  if (url.pathname !== '/') return 'an issuer with a path is not supported yet: give the server a host name of its own';
  if (value !== url.origin) return `write it exactly as ${url.origin}, the way clients will compare it`;
  return undefined;
}
