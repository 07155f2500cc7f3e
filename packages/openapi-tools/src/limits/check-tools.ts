/** Which tools of a list go beyond the limits of a host, where, and what would do: a report, nothing is changed (MCP, tools). */
import type { ToolDefinition } from '../plan/plan.ts';
import { schemaFindings } from './schema-findings.ts';
import { fits, longestName, type LimitName, type ToolLimits } from './tool-limits.ts';

export interface ToolReport {
  /** In the order of the list; what concerns the list as a whole comes first. */
  readonly findings: readonly LimitFinding[];
  readonly toolCount: number;
  /** Of the list as `tools/list` gives it, in UTF-8. */
  readonly listBytes: number;
}

export interface LimitFinding {
  readonly limit: LimitName;
  /** Undefined: the list as a whole. */
  readonly tool?: string;
  /** A JSON pointer into the definition of the tool (RFC 6901 §6): `#/inputSchema/properties/name`. */
  readonly at: string;
  readonly found: string;
  /** What would be within the limit. */
  readonly allowed: string;
  readonly remedy: string;
}

const byOption = 'The option limits mends it';

export function checkTools(tools: Iterable<ToolDefinition>, limits: ToolLimits): ToolReport {
  const all = [...tools];
  const listBytes = Buffer.byteLength(JSON.stringify({ tools: all }));
  const findings = [
    ...listFindings(all.length, listBytes, limits),
    ...all.flatMap((tool) =>
      [
        ...nameFindings(tool, limits),
        ...descriptionFindings(tool, limits),
        ...schemaFindings(tool.inputSchema, limits),
      ].map((finding) => ({ tool: tool.name, ...finding })),
    ),
  ];
  return { findings, toolCount: all.length, listBytes };
}

function* listFindings(
  count: number,
  bytes: number,
  { toolCount = Infinity, listBytes = Infinity }: ToolLimits,
): Generator<LimitFinding> {
  const remedy = 'Choose operations by the option select, or serve them by the search mode';
  if (count > toolCount) {
    yield { limit: 'toolCount', at: '#', found: `${count} tools`, allowed: `${toolCount} tools`, remedy };
  }
  if (bytes > listBytes) {
    yield { limit: 'listBytes', at: '#', found: `${bytes} bytes`, allowed: `${listBytes} bytes`, remedy };
  }
}

function* nameFindings({ name }: ToolDefinition, limits: ToolLimits): Generator<LimitFinding> {
  const { nameLength = Infinity, namePattern = '.*', qualifiedName } = limits;
  const at = '#/name';
  const longest = longestName(limits);
  if (name.length > longest) {
    const limit = longest < nameLength ? 'qualifiedName' : 'nameLength';
    const reason =
      limit === 'qualifiedName' && qualifiedName ? `, as ${qualifiedName.form} has ${qualifiedName.length}` : '';
    const allowed = `${longest} characters${reason}`;
    const remedy = `${byOption}; so does a shorter operationId or names.maxLength`;
    yield { limit, at, found: `${name.length} characters`, allowed, remedy };
  }
  if (!fits(namePattern, name)) {
    yield { limit: 'namePattern', at, found: name, allowed: namePattern, remedy: `${byOption}; so does names.prefix` };
  }
}

function* descriptionFindings(
  { description }: ToolDefinition,
  { descriptionLength = Infinity }: ToolLimits,
): Generator<LimitFinding> {
  if (description.length <= descriptionLength) return;
  const found = `${description.length} characters`;
  const allowed = `${descriptionLength} characters`;
  yield { limit: 'descriptionLength', at: '#/description', found, allowed, remedy: byOption };
}
