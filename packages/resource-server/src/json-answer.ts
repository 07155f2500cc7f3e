/** Answers with a small JSON body: errors in the form of RFC 6749 §5.2, never cached. */

/** An error as JSON; what a person or a program may see, never a reason that helps to guess. */
export function errorAnswer(
  status: number,
  body: { error?: string; error_description: string },
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });
}
