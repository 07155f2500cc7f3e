/** A text of JSON or YAML as a value (RFC 8259, YAML 1.2; OpenAPI 3.1 §4.3). */
import { parseDocument } from 'yaml';
import { OpenApiError, type Problem } from '../open-api-error.ts';
import { namesTwice } from './names-twice.ts';

/** Aliases of aliases count double: real documents have some hundreds, a bomb has millions. */
const mostAliases = 10_000;
const twice = 'Only the last one counts: remove the others.';

/** Throws OpenApiError, for YAML with the line. A name that stands twice is reported. */
export function parseText(text: string, report: (problem: Problem) => void): unknown {
  const isJson = /^\s*[{[]/u.test(text);
  try {
    return isJson ? parseJson(text, report) : parseYaml(text, report);
  } catch (cause) {
    const flow = isJson ? flowMapping(text, report) : undefined;
    if (flow !== undefined) return flow.value;
    throw unreadable(cause, isJson);
  }
}

function parseJson(text: string, report: (problem: Problem) => void): unknown {
  const value = JSON.parse(text) as unknown;
  for (const path of namesTwice(text)) report({ path, found: 'a name that stands twice', remedy: twice });
  return value;
}

function parseYaml(text: string, report: (problem: Problem) => void): unknown {
  const document = parseDocument(text, { merge: true, logLevel: 'error', uniqueKeys: true });
  for (const error of document.errors) {
    if (error.code !== 'DUPLICATE_KEY') throw error;
    report({ path: '#', found: firstLine(error), remedy: twice });
  }
  return document.toJS({ maxAliasCount: mostAliases }) as unknown;
}

/** YAML may begin with a brace too. */
function flowMapping(text: string, report: (problem: Problem) => void): { readonly value: unknown } | undefined {
  if (/^\s*\{\s*"/u.test(text)) return undefined;
  try {
    return { value: parseYaml(text, report) };
  } catch {
    return undefined;
  }
}

function unreadable(cause: unknown, isJson: boolean): OpenApiError {
  const isDeep = (cause as { code?: unknown }).code === 'RESOURCE_EXHAUSTION';
  const found = isDeep ? 'values nested too deep to read' : firstLine(cause as Error);
  const remedy = `Correct the ${isJson ? 'JSON' : 'YAML'}.`;
  return new OpenApiError({ path: '#', found, remedy }, { cause });
}

const firstLine = ({ message }: Error) => (message.split('\n')[0] ?? '').replace(/:$/u, '');
