/** A text of JSON or YAML as a value (RFC 8259, YAML 1.2; OpenAPI 3.1 §4.3). */
import { parse } from 'yaml';
import { OpenApiError } from '../open-api-error.ts';

/** Aliases of aliases count double: real documents have some hundreds, a bomb has millions. */
const mostAliases = 10_000;

/** Throws OpenApiError with the line, for a key that stands twice in YAML too. */
export function parseText(text: string): unknown {
  const isJson = /^\s*[{[]/u.test(text);
  try {
    return isJson ? (JSON.parse(text) as unknown) : parseYaml(text);
  } catch (cause) {
    const flow = isJson ? flowMapping(text) : undefined;
    if (flow !== undefined) return flow.value;
    throw unreadable(cause, isJson);
  }
}

const parseYaml = (text: string) =>
  parse(text, { maxAliasCount: mostAliases, merge: true, logLevel: 'error' }) as unknown;

/** YAML may begin with a brace too. */
function flowMapping(text: string): { readonly value: unknown } | undefined {
  if (/^\s*\{\s*"/u.test(text)) return undefined;
  try {
    return { value: parseYaml(text) };
  } catch {
    return undefined;
  }
}

function unreadable(cause: unknown, isJson: boolean): OpenApiError {
  const isDeep = (cause as { code?: unknown }).code === 'RESOURCE_EXHAUSTION';
  const found = isDeep ? 'values nested too deep to read' : (cause as Error).message.split('\n')[0];
  const remedy = `Correct the ${isJson ? 'JSON' : 'YAML'}.`;
  return new OpenApiError({ path: '#', found: found ?? 'no document', remedy }, { cause });
}
