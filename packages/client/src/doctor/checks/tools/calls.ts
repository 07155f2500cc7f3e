/** What tools answer: those that only read and need no argument are called, no other ever is (MCP 2025-11-25, tools). */
import { ClientError } from '../../../client-error.ts';
import type { ListedTool, ToolResult } from '../../../connection/connection.ts';
import type { Check, Found } from '../../check.ts';
import { parseJson } from '../../../network/read-json.ts';
import { toolFinding } from './tool-finding.ts';
import { connected, isHarmless, noWayIn, type ToolCall } from './tool-call.ts';

const most = 3;

export const callsTools: Check = {
  id: 'tools.called',
  section: 'MCP 2025-11-25, tools, calling tools',
  asks: 'Do tools that only read answer when they are called without arguments?',
  stopsNobody: true,
  after: ['tools.listed'],
  unless: (probe) => noWayIn(probe) ?? nothingHarmless(probe.learned.tools ?? []),
  async judge(probe) {
    const harmless = (probe.learned.tools ?? []).filter(isHarmless).slice(0, most);
    const calls: ToolCall[] = [];
    const found: Found[] = [];
    await connected(probe, async (connection) => {
      for (const { name: tool } of harmless) {
        try {
          calls.push({ tool, result: await connection.call(tool, {}) });
        } catch (error) {
          found.push(failed(tool, error));
        }
      }
    });
    probe.learned.calls = calls;
    return found;
  },
};

const nothingHarmless = (tools: readonly ListedTool[]): string | undefined =>
  tools.some(isHarmless) ? undefined : 'no tool says that it only reads and needs no argument';

function failed(tool: string, error: unknown): Found {
  if (!(error instanceof Error)) throw error;
  return toolFinding({
    tools: [tool],
    seen: `the call failed: ${error instanceof ClientError ? error.message : 'the answer is no result of a tool'}`,
    expected: 'a result, or one with isError and words that a model can act on',
    remedy: 'Answer every call with a result; what goes wrong in the tool is a result with isError.',
  });
}

export const structuresResults: Check = {
  id: 'tools.structured-result',
  section: 'Duvo, Build an MCP server for Duvo, designing your tools',
  asks: 'Do tools answer data, and not text for people alone?',
  after: ['tools.called'],
  unless: notCalled,
  judge({ learned: { calls = [] } }) {
    const plain = calls.filter(({ result }) => !result.isError && !isFailure(result) && !isStructured(result));
    if (plain.length === 0) return Promise.resolve([]);
    const finding = toolFinding({
      tools: plain.map(({ tool }) => tool),
      seen: 'answers text that is no JSON',
      expected: 'structuredContent, or JSON as text',
      remedy: 'Answer structuredContent with an outputSchema, so that an agent picks out the field that it needs.',
    });
    return Promise.resolve([finding]);
  },
};

export const marksErrors: Check = {
  id: 'tools.errors',
  section: 'MCP 2025-11-25, tools, error handling',
  asks: 'Are failures of tools marked as errors, and not told in the text of a success?',
  stopsNobody: true,
  after: ['tools.listed'],
  unless: noWayIn,
  async judge(probe) {
    const { calls = [] } = probe.learned;
    const silent = calls.filter(({ result }) => !result.isError && isFailure(result)).map(({ tool }) => tool);
    const found: Found[] = [];
    if (silent.length > 0) found.push(unmarked(silent, 'tells an error in the text of a success'));
    const missing = 'granthouse_doctor_no_such_tool';
    const isMarked = await connected(probe, (connection) =>
      connection.call(missing, {}).then(
        ({ isError }) => isError === true,
        () => true,
      ),
    );
    if (!isMarked) found.push(unmarked([missing], 'a tool that is not there was called, and it succeeded'));
    return found;
  },
};

function notCalled({ learned: { calls = [] } }: Parameters<Check['judge']>[0]): string | undefined {
  return calls.length > 0 ? undefined : 'no tool was called';
}

const unmarked = (tools: readonly string[], seen: string): Found =>
  toolFinding({
    tools,
    seen,
    expected: 'isError, so that an agent tries again or asks for help',
    remedy: 'Answer failures with isError: true, and an unknown tool with the error -32602.',
  });

const textsOf = ({ content }: ToolResult) => content.flatMap(({ text }) => (typeof text === 'string' ? [text] : []));

function isStructured(result: ToolResult): boolean {
  if (result.structuredContent !== undefined) return true;
  const texts = textsOf(result);
  // An image, or a list that is empty, is no text for people.
  return texts.length === 0 || texts.some((text) => parseJson(text) !== undefined);
}

function isFailure(result: ToolResult): boolean {
  return textsOf(result).some((text) => {
    const json = parseJson(text);
    if (typeof json === 'object' && json !== null) return 'error' in json && Boolean(json.error);
    return /^\s*(?:error|exception|failed|failure)\b/i.test(text);
  });
}
