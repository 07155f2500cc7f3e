/** The argument by which an agent can repeat a call safely, where the document has none (draft-ietf-httpapi-idempotency-key-header §2). */
import type { IdempotencyKeyOptions } from '../options/calls.ts';
import type { Operation, PlannedParameter } from './plan.ts';

const description =
  'Marks this call, so that the API carries it out once. Leave it out of a first call; give the same value to repeat a call that may have been carried out.';

/** Empty without the option, for other methods, and where the document declares the header itself. */
export function planIdempotencyKey(
  { method }: Operation,
  declared: readonly PlannedParameter[],
  options: IdempotencyKeyOptions | undefined,
): PlannedParameter[] {
  if (!options?.argument || !options.methods.includes(method)) return [];
  const name = options.header.toLowerCase();
  if (declared.some((each) => each.in === 'header' && each.wireName.toLowerCase() === name)) return [];
  return [
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
