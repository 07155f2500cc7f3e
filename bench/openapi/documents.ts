/** The documents that generators are given: real ones, of real APIs, and the largest of a collection of examples. */
import { fileURLToPath } from 'node:url';

const duvo = new URL('../../test/openapi-tools/fixtures/duvo-openapi.json', import.meta.url);

export const documents = {
  'Duvo, 213 operations': fileURLToPath(duvo),
  'Star Trek, 120 operations': fileURLToPath(import.meta.resolve('@readme/oas-examples/3.0/json/star-trek.json')),
  'GitHub, 1,223 operations': fileURLToPath(import.meta.resolve('@octokit/openapi/generated/api.github.com.json')),
} as const;

export type DocumentName = keyof typeof documents;
