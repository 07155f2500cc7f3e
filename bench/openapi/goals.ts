/** What the tools of a document and their calls must reach. */
import type { Verdict } from '../goals.ts';
import type { OpenApi } from './openapi.ts';
import { isPlanned } from './planning.ts';

const mostMilliseconds = 1000;
const mostBytes = 4e6;
const mostOfFetch = 1.3;

export function openApiVerdicts({ plannings, callings }: OpenApi): Verdict[] {
  const planned = plannings.flatMap(({ document, generator, found }) =>
    generator === 'granthouse' && isPlanned(found) ? [{ document, ...found }] : [],
  );
  return [
    ...planned.flatMap(({ document, milliseconds, bytes, lost }) => [
      {
        goal: `tools of a document, ${document}: in at most ${mostMilliseconds.toLocaleString('en')} ms`,
        found: `${milliseconds.toFixed(0)} ms`,
        isMet: milliseconds <= mostMilliseconds,
      },
      {
        goal: `list of the tools, ${document}: less than ${megabytes(mostBytes)}`,
        found: megabytes(bytes),
        isMet: bytes < mostBytes,
      },
      {
        goal: `operations without a tool, what no argument says, schemas that hosts refuse, ${document}: 0`,
        found: `${lost.operations}, ${lost.args}, ${lost.schemas}`,
        isMet: lost.operations + lost.args + lost.schemas === 0,
      },
    ]),
    ...callings.map(({ request, ratio }) => ({
      goal: `a call of a tool, ${request}: at most ${times(mostOfFetch)}`,
      found: times(ratio),
      isMet: ratio <= mostOfFetch,
    })),
  ];
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`;
const times = (ratio: number): string => `${ratio.toFixed(2)} × \`fetch\``;
