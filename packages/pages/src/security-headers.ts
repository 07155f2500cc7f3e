/** The headers of every page: nothing loaded from elsewhere, nothing framed, nothing kept (CSP Level 3, RFC 9700 §4.16). */

export interface PageHeaderOptions {
  /**
   * Where a form's answer may redirect to: origins, or private schemes with their colon. Browsers hold `form-action`
   * against every redirect that follows a post, so the way back to the app has to be named.
   */
  readonly formActionTargets?: readonly string[];
  /** Whether the page has a script, from our own origin. */
  readonly script?: boolean;
}

/**
 * Headers for an HTML page, `Content-Type` apart. Throws a TypeError for a target that is neither origin nor scheme.
 *
 * Two that are missing or weaker on purpose: Referrer-Policy isn't no-referrer, because that makes browsers send
 * `Origin: null` with a form; and Cross-Origin-Opener-Policy is unsafe-none, because apps open these pages in a popup
 * and wait for it through `window.opener`, which any other value cuts for good.
 */
export function pageHeaders({ formActionTargets = [], script = false }: PageHeaderOptions = {}): Record<
  string,
  string
> {
  const formAction = [...new Set(["'self'", ...formActionTargets.map(sourceExpression)])].join(' ');
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      ...(script ? ["script-src 'self'"] : []),
      "style-src 'self'",
      "img-src 'self'",
      `form-action ${formAction}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ].join('; '),
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    'Cross-Origin-Opener-Policy': 'unsafe-none',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  };
}

/** CSP3 §2.3.1. Its grammar has no IPv6 addresses, and URLs allow hosts with `;`: such an origin is written as its scheme. */
function sourceExpression(target: string): string {
  if (/^[a-z][a-z\d+.-]*:$/i.test(target)) return target;
  if (/^https?:\/\/[a-z\d.-]+(?::\d+)?$/i.test(target)) return target;
  const scheme = URL.canParse(target) ? new URL(target).protocol : '';
  if (scheme === 'https:' || scheme === 'http:') return scheme;
  throw new TypeError(`neither an origin nor a scheme: ${JSON.stringify(target)}`);
}
