/** `docs/conformance.md`, written from the manifest and from the titles of the tests. */
import type { Citation } from './citations.ts';
import type { Requirement, Standard } from './manifest.ts';

const head = `# Conformance

What Granthouse meets, requirement by requirement, and the tests that hold it. What is not met has no row: [what does not hold yet](security.md#what-does-not-hold-yet).

A row says in our words what is met and by which role; where that is less than the section asks, it says so. The levels are those of the standards: *derived* is what the other side can't do its part without, a *quirk* what real hosts do. The tests cite the id in their titles, so that a search for the id finds them.

The page is made by \`npm run conformance-page\` from \`test/requirements/data\`, one file a standard. A test fails when a row loses its last citation, and when this page is out of step.

Beside these, \`.ci/run\` runs the official suite of the Model Context Protocol in its authorization and server modes: [what runs, and what may fail](../CONTRIBUTING.md#official-conformance).
`;

/** The whole page as Markdown. */
export function conformancePage(standards: readonly Standard[], cited: readonly Citation[]): string {
  const testsOf = new Map<string, string[]>();
  for (const { id, path } of cited) testsOf.set(id, [...(testsOf.get(id) ?? []), path]);
  const overview = table(
    ['standard', 'requirements met'],
    standards.map(({ source, title, requirements }) => [
      `[${source}](#${anchorOf(headingOf({ source, title }))}): ${title}`,
      String(requirements.length),
    ]),
  );
  return [head, overview, ...standards.map((standard) => sectionOf(standard, testsOf))].join('\n');
}

function sectionOf({ source, title, url, requirements }: Standard, testsOf: ReadonlyMap<string, string[]>): string {
  const rows = requirements.map((requirement) => rowOf(requirement, testsOf.get(requirement.id) ?? []));
  const heading = `## ${headingOf({ source, title })}\n\n[Read it there](${url})\n`;
  return [heading, table(['id', 'section', 'level', 'role', 'what is met', 'tests'], rows)].join('\n');
}

function rowOf({ id, section, level, role, sentence }: Requirement, tests: readonly string[]): string[] {
  const links = tests.map((path) => `[${path.replace(/^test\//u, '').replace(/\.test\.ts$/u, '')}](../${path})`);
  return [id, section, level, role, sentence, links.join(', ')];
}

const headingOf = ({ source, title }: Pick<Standard, 'source' | 'title'>) => `${source}: ${title}`;

/** The anchor that a heading gets when Markdown is shown. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/gu, '')
    .replaceAll(/\s/gu, '-');

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}
