/** What of an input schema goes beyond the limits of a host: keys of arguments, keywords, types (JSON Schema 2020-12 §10). */
import { tokenOf } from '../document/node.ts';
import { isObject, type JsonSchema, member } from '../json.ts';
import type { ToolDefinition } from '../plan/plan.ts';
import { mapSubschemas } from '../schema/subschemas.ts';
import type { LimitFinding } from './check-tools.ts';
import { fits, type ToolLimits } from './tool-limits.ts';
import { lacksItems } from './weaker-keywords.ts';

const remedy = 'The option limits mends it';

export function schemaFindings(schema: ToolDefinition['inputSchema'], limits: ToolLimits): LimitFinding[] {
  const findings = [...keyFindings(schema, limits), ...rootFindings(schema, limits)];
  const visit = (value: unknown, at: string): unknown => {
    if (!isObject(value)) return value;
    findings.push(...keywordFindings(value, at, limits));
    return mapSubschemas(value, (subschema, path) =>
      visit(subschema, [at, ...path.map((key) => tokenOf(String(key)))].join('/')),
    );
  };
  visit(schema, '#/inputSchema');
  return findings;
}

function* keyFindings(
  schema: JsonSchema,
  { keyPattern = '.*', keyLength = Infinity }: ToolLimits,
): Generator<LimitFinding> {
  for (const key of Object.keys(member(schema, 'properties') ?? {})) {
    const at = `#/inputSchema/properties/${tokenOf(key)}`;
    if (key.length > keyLength) {
      const [found, allowed] = [`${key.length} characters`, `${keyLength} characters`];
      yield { limit: 'keyLength', at, found, allowed, remedy };
    }
    if (!fits(keyPattern, key)) yield { limit: 'keyPattern', at, found: key, allowed: keyPattern, remedy };
  }
}

function* rootFindings(schema: JsonSchema, { refusedAtRoot = [] }: ToolLimits): Generator<LimitFinding> {
  for (const keyword of refusedAtRoot.filter((each) => Object.hasOwn(schema, each))) {
    const [at, allowed] = [`#/inputSchema/${tokenOf(keyword)}`, `no ${keyword} at the root`];
    yield { limit: 'refusedAtRoot', at, found: keyword, allowed, remedy };
  }
}

function* keywordFindings(
  schema: JsonSchema,
  at: string,
  { refusedKeywords = [], singleTypes = false, arrayItems = false }: ToolLimits,
): Generator<LimitFinding> {
  for (const keyword of refusedKeywords.filter((each) => Object.hasOwn(schema, each))) {
    const allowed = `no ${keyword}`;
    yield { limit: 'refusedKeywords', at: `${at}/${tokenOf(keyword)}`, found: keyword, allowed, remedy };
  }
  const types = member(schema, 'type');
  if (singleTypes && Array.isArray(types)) {
    yield { limit: 'singleTypes', at: `${at}/type`, found: JSON.stringify(types), allowed: 'one type', remedy };
  }
  if (arrayItems && lacksItems(schema)) {
    yield { limit: 'arrayItems', at, found: 'an array without items', allowed: 'an array with items', remedy };
  }
}
