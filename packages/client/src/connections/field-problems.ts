/** What a person typed, judged: a sentence for each field that has to be mended. */
import { ClientError } from '../client-error.ts';
import { judgeUrl, type Reach } from '../network/reach.ts';
import { FieldProblem } from './connections.ts';

export type Problems = Record<string, string>;

export function throwProblems(problems: Problems): void {
  if (Object.keys(problems).length > 0) throw new FieldProblem(problems);
}

const longestName = 60;
const longestUrl = 2048;

export function nameProblem(name: string): string | undefined {
  if (name === '') return 'Give it a name.';
  if (name.length > longestName) return `A name has at most ${longestName} characters.`;
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name) ? 'A name has no invisible characters.' : undefined;
}

export function urlProblem(text: string, reach: Reach): string | undefined {
  if (text.length > longestUrl) return `An address has at most ${longestUrl} characters.`;
  if (!URL.canParse(text)) return 'Give the whole address of the MCP server, such as https://mcp.example.com/mcp.';
  const url = new URL(text);
  if (url.hash !== '') return 'An address of an MCP server has no #.';
  try {
    judgeUrl(url, reach);
    return undefined;
  } catch (error) {
    if (error instanceof ClientError) return `This address can't be used: ${error.message}.${remedyFor(url, reach)}`;
    throw error;
  }
}

/** What the operator may choose, so that nobody looks for the fault in the address. */
function remedyFor(url: URL, reach: Reach): string {
  const besides = (['loopback', 'private'] as const).find((each) => isJudgedGood(url, { ...reach, besides: each }));
  return besides === undefined
    ? ''
    : ` Whoever runs this site can allow it: network.besides, as "${besides}", in its configuration.`;
}

function isJudgedGood(url: URL, reach: Reach): boolean {
  try {
    judgeUrl(url, reach);
    return true;
  } catch {
    return false;
  }
}
