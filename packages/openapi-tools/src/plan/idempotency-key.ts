/** The argument by which an agent can repeat a call safely, where the document has none (draft-ietf-httpapi-idempotency-key-header §2). */
import type { IdempotencyKeyOptions } from '../options/calls.ts';
import type { Operation, PlannedParameter } from './plan.ts';

const description =
  'Marks this call, so that the API carries it out once. Leave it out of a first call; give the same value to repeat a call that may have been carried out.';

/** The parameters with one for the key, or without the document's own where no argument is wanted. */
export function withIdempotencyKey(
  { method }: Operation,
  declared: readonly PlannedParameter[],
  options: IdempotencyKeyOptions | undefined,
): readonly PlannedParameter[] {
  if (!options?.methods.includes(method)) return declared;
  const name = options.header.toLowerCase();
  const others = declared.filter((each) => each.in !== 'header' || each.wireName.toLowerCase() !== name);
  if (!options.argument) return others;
  if (others.length < declared.length) return declared;
  return [
    ...declared,
    {
      in: 'header',
      wireName: options.header,
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 255, description },
      style: 'simple',
      explode: false,
      allowReserved: false,
      severalSegments: false,
    },
  ];
}
