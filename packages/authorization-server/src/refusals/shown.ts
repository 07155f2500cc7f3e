/** A refusal as the page for the person who met it: the words of its code, and the reference that finds the line in the log. */
import { recogniseHost } from '@granthouse/host-profiles';
import type { ErrorProps } from '../pages/error.ts';
import { removeAndAdd } from './entry.ts';
import { remediesByHost, remedyOf } from './remedies-by-host.ts';
import { pageOf } from './table.ts';
import { errorPath, type Told } from './told.ts';

/** Without a reference where the log has nothing to add. */
type Answered = Pick<Told, 'code'> & { readonly reference?: string | undefined };

interface Shown {
  /** The path as browsers ask for it: below the issuer's own. */
  readonly at: (path: string) => string;
  readonly description?: string | undefined;
  /** What the request said of the app: enough to choose the words by, and no proof of anything. */
  readonly asking?: Readonly<Record<string, unknown>> | undefined;
}

export function shownRefusal({ code, reference }: Answered, { at, description, asking }: Shown): ErrorProps {
  const { title, what, error, section, ...page } = pageOf(code).page;
  const explainedAt = at(errorPath(code));
  return {
    title,
    what,
    ...wayOut(page, asking),
    ...(reference === undefined ? {} : { reference }),
    details: { code: error, section, explainedAt, ...(description === undefined ? {} : { description }) },
  };
}

/** For the app at hand, or else for every one that is known. */
function wayOut(
  { steps, connectAgain }: { readonly steps: readonly string[]; readonly connectAgain?: true },
  asking: Shown['asking'],
): Pick<ErrorProps, 'steps' | 'apps'> {
  if (!connectAgain) return { steps };
  const remedy = remedyOf(hostOf(asking));
  if (!remedy) return { steps, apps: remediesByHost };
  return { steps: steps.map((step) => (step === removeAndAdd ? `In ${remedy.app}: ${remedy.steps}` : step)) };
}

function hostOf({ client_id: clientId, redirect_uri: redirectUri }: NonNullable<Shown['asking']> = {}) {
  if (typeof clientId !== 'string') return undefined;
  return recogniseHost({ clientId, ...(typeof redirectUri === 'string' ? { redirectUri } : {}) })?.host.id;
}
