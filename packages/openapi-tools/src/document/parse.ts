/** A text of JSON or YAML as a value (RFC 8259, YAML 1.2; OpenAPI 3.1 §4.3). */
import { isScalar, LineCounter, type Pair, parseDocument, visit } from 'yaml';
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
  const lineCounter = new LineCounter();
  // Its own search for keys that stand twice compares each with all.
  const document = parseDocument(text, { merge: true, logLevel: 'error', uniqueKeys: false, lineCounter });
  for (const error of document.errors) throw error;
  visit(document, {
    Map(_key, { items }) {
      for (const { line } of keysTwice(items, lineCounter)) {
        report({ path: '#', found: `a name that stands twice, the second time in line ${line}`, remedy: twice });
      }
    },
  });
  return document.toJS({ maxAliasCount: mostAliases }) as unknown;
}

function keysTwice(items: readonly Pair[], lines: LineCounter): { line: number }[] {
  const known = new Set<unknown>();
  return items.flatMap(({ key }) => {
    // A map may be merged with several others.
    if (!isScalar(key) || key.value === '<<') return [];
    if (known.has(key.value)) return [lines.linePos(key.range?.[0] ?? 0)];
    known.add(key.value);
    return [];
  });
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
