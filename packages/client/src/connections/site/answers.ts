/** What the site answers with: pages under their policy, redirects that never post again, assets kept for ever. */
import { pageHeaders } from '@granthouse/pages';

export interface PageAnswer {
  readonly status?: number;
  readonly cookies?: readonly string[];
  /** Where a form of the page may lead after its redirects. */
  readonly formActionTargets?: readonly string[];
}

export function pageAnswer(
  page: string,
  { status = 200, cookies = [], formActionTargets = [] }: PageAnswer = {},
): Response {
  const headers = new Headers({
    'Content-Type': 'text/html; charset=utf-8',
    ...pageHeaders({ formActionTargets, script: true }),
  });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(page, { status, headers });
}

/** RFC 9110 §15.4.4: what was posted is not posted there. */
export function seeOther(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ Location: location, 'Cache-Control': 'no-store' });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers });
}

export function asset(text: string, type: 'text/css' | 'text/javascript' | 'image/svg+xml'): Response {
  return new Response(text, {
    headers: {
      'Content-Type': `${type}; charset=utf-8`,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
