/** The report of `granthouse openapi check` for people: the document first, then host by host, or all hosts in a table. */
import type { Problem } from '@granthouse/openapi-tools';
import type { Breach, CheckReport, HostReport } from './check-report.ts';
import { clipped, columns, counted, first, wrapped } from './text.ts';

const mostProblems = 8;
const mostTools = 6;

/** `inFull`: each host with what it refuses; otherwise a table of them. */
export function checkText(report: CheckReport, inFull: boolean): string {
  const { tools, listBytes, problems, skipped, hosts } = report;
  const size = listBytes < 10_000 ? `${listBytes} bytes` : `${Math.round(listBytes / 1000)} kB`;
  const parts = [
    [`${counted(tools, 'tool')}, ${size} as a list`],
    titled(counted(problems.length, 'problem'), 'in the document', first(mostProblems, problems, problemLines)),
    titled(
      counted(skipped.length, 'operation'),
      skipped.length === 1 ? 'that is no tool' : 'that are no tools',
      first(mostProblems, skipped, (each) => [
        `  ${clipped(`${each.method} ${each.template}`, columns - 2)}`,
        ...problemLines(each).map((line) => `  ${line}`),
      ]),
    ),
    ...(inFull ? hosts.map((host) => hostLines(host, tools)) : [tableLines(hosts, tools)]),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function titled(count: string, what: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${count} ${what}`, ...lines];
}

function problemLines({ path, found, remedy }: Problem): string[] {
  return [
    `  ${clipped(path, columns - 2)}`,
    ...wrapped(`found ${clipped(found, 200)}. ${clipped(remedy, 300)}`, '    '),
  ];
}

function hostLines(host: HostReport, tools: number): string[] {
  if (!host.known) return [`${host.id}: nothing is known of the tools that it takes`];
  if (host.breaches.length === 0) return [`${host.id}: takes all of them, as far as its limits are known`];
  const refused =
    host.refused.length === 0 ? 'refuses none of them' : `refuses ${host.refused.length} of ${counted(tools, 'tool')}`;
  return [`${host.id}: ${refused}`, ...host.breaches.flatMap(breachLines)];
}

function breachLines(breach: Breach): string[] {
  const { effect, confidence, source, date, notes, places } = breach;
  const known = `${effects[effect]} Known from ${sources[confidence]}${date === null ? '' : `, ${date}`}:`;
  const tools = toolsOf(places);
  const width = Math.min(Math.max(...tools.map(({ tool }) => tool.length)), 44);
  return [
    ...wrapped(sentenceOf(breach), '  '),
    ...first(mostTools, tools, ({ tool, what }) => [
      `    ${clipped(`${clipped(tool, width).padEnd(width)}  ${what}`, columns - 4).trimEnd()}`,
    ]),
    ...wrapped(known, '    '),
    `    ${source}`,
    ...notes.flatMap((note) => wrapped(note, '    ')),
    ...wrapped(remedyOf(breach), '    '),
  ];
}

function remedyOf({ limit, mended }: Breach): string {
  if (mended) return 'The option limits of openApiTools mends it.';
  return limit === 'toolCount' || limit === 'listBytes'
    ? 'Choose fewer by the option select, or serve them by the search mode; --tag tries it here.'
    : 'Nothing mends it: name it otherwise in the document, or leave the operation out.';
}

function sentenceOf({ limit, allowed, places }: Breach): string {
  const here = places.flatMap(({ tool, found }) => (tool === undefined ? [found] : []));
  return `${subjects[limit]} ${clipped(allowed, 200)}${here.length > 0 ? `; here are ${here.join(', ')}` : ''}.`;
}

const subjects: Readonly<Record<Breach['limit'], string>> = {
  namePattern: 'The name of a tool matches',
  nameLength: 'The name of a tool has at most',
  qualifiedName: 'The name of a tool has at most',
  keyPattern: 'The name of an argument matches',
  keyLength: 'The name of an argument has at most',
  refusedAtRoot: 'A schema has',
  refusedKeywords: 'A schema has',
  singleTypes: 'A schema has',
  arrayItems: 'A schema of an array is',
  toolCount: 'A list has at most',
  descriptionLength: 'A description has at most',
  listBytes: 'A list has at most',
};

const effects: Readonly<Record<Breach['effect'], string>> = {
  'request-refused': 'Nothing works while one is there that goes beyond.',
  'server-refused': 'No tool of the server is there when one goes beyond.',
  'tool-dropped': 'What goes beyond is left out.',
  altered: 'The host changes what goes beyond.',
  warned: 'People are warned, and that is all.',
  unknown: 'What becomes of others is not known.',
};

const sources: Readonly<Record<Breach['confidence'], string>> = {
  recorded: 'a recording',
  source: 'its source',
  'vendor-doc': 'its documentation',
  issue: 'a public report',
  synthetic: 'an assumption',
};

/** One line a tool: how many places there are in it, and the first. */
function toolsOf(places: Breach['places']): { tool: string; what: string }[] {
  const byTool = new Map<string, { at: string; found: string; more: number }>();
  for (const { tool, at, found } of places) {
    if (tool === undefined) continue;
    const known = byTool.get(tool);
    if (known) known.more += 1;
    else byTool.set(tool, { at, found, more: 0 });
  }
  return [...byTool].map(([tool, { at, found, more }]) => {
    const place = at.replace(/^#\/(?:inputSchema\/(?:properties\/)?)?/u, '');
    const what = /^(?:name|description)$/u.test(place) ? found : place;
    return { tool, what: more > 0 ? `${more + 1} places: ${what}, …` : what === tool ? '' : what };
  });
}

function tableLines(hosts: readonly HostReport[], tools: number): string[] {
  const rows = hosts.map(({ id, refused, breaches }) => {
    const count = refused.length === tools && tools > 0 ? 'all' : String(refused.length);
    return [id, count, breaches.map(reasonOf).join(', ')] as const;
  });
  const width = Math.max(...rows.map(([id]) => id.length));
  return [
    `${'host'.padEnd(width)}  refused  because of`,
    ...rows.map(([id, count, why]) =>
      `${id.padEnd(width)}  ${count.padStart(7)}  ${clipped(why, columns - width - 11)}`.trimEnd(),
    ),
    '',
    'In brackets: what the host changes, or only warns of.',
    'granthouse openapi check FILE --host HOST tells which, and what would do.',
  ];
}

function reasonOf({ limit, places, refuses, allowed }: Breach): string {
  const count = toolsOf(places).length;
  const what = limit === 'toolCount' || limit === 'listBytes' ? `more than ${allowed}` : `${count} ${kinds[limit]}`;
  return refuses ? what : `(${what})`;
}

const kinds: Readonly<Record<Exclude<Breach['limit'], 'toolCount' | 'listBytes'>, string>> = {
  namePattern: 'by name',
  nameLength: 'by length of name',
  qualifiedName: 'by length of name',
  keyPattern: 'by argument',
  keyLength: 'by argument',
  refusedAtRoot: 'by schema',
  refusedKeywords: 'by schema',
  singleTypes: 'by schema',
  arrayItems: 'by schema',
  descriptionLength: 'by description',
};
