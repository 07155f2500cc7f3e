/** The person of a request: known by their token, judged by their role. */
import type { RequestHandler, Response } from 'express';
import type { ApiScope } from '../scopes.ts';
import { ApiError } from './api-error.ts';
import { type Person, type People, roles } from './people.ts';
import { createPersonVerifier, type PersonTokenRules } from './person-token.ts';

export interface Caller extends Person {
  readonly subject: string;
  /** What the token is for. */
  readonly scopes: readonly string[];
}

/** Of a request that `requirePerson` let in. */
export const callerIn = ({ locals }: Response): Caller => locals['caller'] as Caller;

export function requirePerson(rules: PersonTokenRules, people: People): RequestHandler {
  const verify = createPersonVerifier(rules);
  return async (request, response, next) => {
    const { subject, scopes } = await verify(request.get('authorization'));
    const person = Object.hasOwn(people, subject) ? people[subject] : undefined;
    if (person === undefined) {
      throw new ApiError({ status: 403, code: 'unknown_person' }, 'This person does not work at the order desk.');
    }
    response.locals['caller'] = { ...person, subject, scopes } satisfies Caller;
    next();
  };
}

/** The role decides what a person may do; the token, what the service may do for them in this one request. */
export function requirePermission(needed: ApiScope | undefined): RequestHandler {
  return (_request, response, next) => {
    if (needed === undefined) return next();
    const { role, scopes } = callerIn(response);
    if (!(roles[role] as readonly string[]).includes(needed)) {
      const message = `The role ${role} does not permit ${needed}. A manager of the order desk can give another role.`;
      throw new ApiError({ status: 403, code: 'forbidden' }, message);
    }
    if (!scopes.includes(needed)) {
      throw new ApiError({ status: 403, code: 'insufficient_token' }, `The token is not for ${needed}.`);
    }
    next();
  };
}
