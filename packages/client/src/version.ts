/** The version of this package, as it tells it to whom it speaks MCP with (MCP 2025-11-25, lifecycle). */
import { readFileSync } from 'node:fs';

const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

export const { version } = JSON.parse(manifest) as { readonly version: string };
