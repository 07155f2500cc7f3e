/** OpenAPI documents of others, each by its name and file: Duvo's, GitHub's, and the examples of ReadMe. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './source-files.ts';

const { resolve } = createRequire(import.meta.url);
const folderOf = (name: string) => dirname(resolve(`${name}/package.json`));

const examples = ['3.0', '3.1'].flatMap((version) => {
  const folder = join(folderOf('@readme/oas-examples'), version, 'json');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => [`${version}/${name}`, join(folder, name)] as const);
});

export const realDocuments: readonly (readonly [name: string, file: string])[] = [
  ["Duvo's", join(root, 'test/openapi-tools/fixtures/duvo-openapi.json')],
  ["GitHub's", join(folderOf('@octokit/openapi'), 'generated/api.github.com.json')],
  ...examples,
];
