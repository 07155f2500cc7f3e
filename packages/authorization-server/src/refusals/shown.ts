/** A refusal as the page for the person who met it: the words of its code, and the reference that finds the line in the log. */
import type { ErrorProps } from '../pages/error.ts';
import { pageOf } from './table.ts';
import { errorPath, type Told } from './told.ts';

/** Without a reference where the log has nothing to add. */
type Answered = Pick<Told, 'code'> & { readonly reference?: string | undefined };

interface Shown {
  /** The path as browsers ask for it: below the issuer's own. */
  readonly at: (path: string) => string;
  readonly description?: string | undefined;
}

export function shownRefusal({ code, reference }: Answered, { at, description }: Shown): ErrorProps {
  const { title, what, steps, error, section } = pageOf(code).page;
  const explainedAt = at(errorPath(code));
  const details = { code: error, section, explainedAt, ...(description === undefined ? {} : { description }) };
  return { title, what, steps, ...(reference === undefined ? {} : { reference }), details };
}
