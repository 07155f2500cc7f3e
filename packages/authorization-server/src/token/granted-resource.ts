/** Which of the resources that were granted a token request is for: exactly one of them (RFC 8707 §2.2). */
import { errors } from 'oidc-provider';
import { Refusal } from '../refusals/refusal.ts';

/**
 * The engine looks at `resource` only after it has taken what the request shows: whatever it would refuse then is refused
 * here before, or a client's slip would cost its person the connection. Throws InvalidTarget.
 */
export function judgeGrantedResource(asked: unknown, granted: ReadonlySet<unknown>): void {
  if (asked === undefined) {
    if (granted.size > 1) throw notGranted('name one resource: several were granted');
  } else if (!granted.has(asked)) throw notGranted('the resource was not granted');
}

const notGranted = (description: string) =>
  new errors.InvalidTarget(description, { cause: new Refusal('resource.not_granted', description) });
