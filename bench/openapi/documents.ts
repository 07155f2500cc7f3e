/** The documents that generators are given: real ones, of real APIs, as their owners publish them. */
import { fileURLToPath } from 'node:url';

const fileOf = (specifier: string) => fileURLToPath(import.meta.resolve(specifier));

export const documents = {
  'Duvo, 213 operations': fileURLToPath(
    new URL('../../test/openapi-tools/fixtures/duvo-openapi.json', import.meta.url),
  ),
  'Star Trek, 120 operations': fileOf('@readme/oas-examples/3.0/json/star-trek.json'),
  'GitHub, 1,223 operations': fileOf('@octokit/openapi/generated/api.github.com.json'),
} as const;

export type DocumentName = keyof typeof documents;
