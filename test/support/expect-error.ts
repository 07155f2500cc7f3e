/** How a program must be refused: a status, JSON that nobody caches, and a registered code (RFC 6749 §5.2). */
import { expect } from '@jest/globals';

export async function expectError(response: Response, status: number, error: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(await response.json()).toMatchObject({ error });
}
