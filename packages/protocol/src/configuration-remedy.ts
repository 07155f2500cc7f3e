/** What an operator is told to do about an option whose schema has no words of its own for it. */
import type { z } from 'zod';

const kinds: Partial<Record<z.core.$ZodInvalidTypeExpected, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object: { … }',
  record: 'an object: { … }',
  string: 'text in quotation marks',
};

/** A remedy, or undefined where the message of the schema library has to do. */
export function remedyOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = kinds[issue.expected];
      return kind === undefined ? undefined : `give ${kind}`;
    }
    case 'invalid_value':
      return useOneOf(issue.values);
    case 'too_big':
      return `give at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      return `give at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'unrecognized_keys':
      return 'mend its spelling or leave it out; the documentation lists every option';
    case 'invalid_union':
      return Array.isArray(issue['options']) ? useOneOf(issue['options']) : undefined;
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'not_multiple_of':
      return undefined;
  }
}

const useOneOf = (values: readonly unknown[]) => `use one of ${values.map(String).join(', ')}`;

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' of them' : '';
}
