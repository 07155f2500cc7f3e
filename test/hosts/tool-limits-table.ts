/** The part of `docs/hosts.md` that says what hosts take of a list of tools: each limit leads to where it is known from. */
import { toolLimitFact, type HostProfile, type LimitEffect } from '@granthouse/host-profiles';

type Name = Parameters<typeof toolLimitFact>[1];

const intro = `## What hosts take of tools

Hosts differ in the tools that they take: one name that is too long may cost the whole list. \`granthouse openapi check FILE --host ID\` says which tools of an OpenAPI document go beyond them, and the option \`limits\` of [openApiTools](openapi.md) mends what can be mended. What a host hands to a model counts as the limit of the host. An empty cell: nothing is known, which is no promise. Each limit leads to where it is known from; its date, how sure it is, and what else was said stand in the profile.
`;

const columns = ['host', 'name of a tool', 'name of an argument', 'schema', 'tools', 'description'];
const limitsOf: readonly (readonly Name[])[] = [
  ['namePattern', 'nameLength', 'qualifiedName'],
  ['keyPattern', 'keyLength'],
  ['refusedAtRoot', 'refusedKeywords', 'singleTypes', 'arrayItems'],
  ['toolCount', 'listBytes'],
  ['descriptionLength'],
];

const effects: Readonly<Record<LimitEffect, string>> = {
  'request-refused': 'nothing works',
  'server-refused': 'no tool is there',
  'tool-dropped': 'the tool is left out',
  altered: 'it is changed',
  warned: 'a warning',
  unknown: '',
};

/** The words before and behind the value of a limit. */
const words: Partial<Record<Name, readonly [string, string]>> = {
  refusedAtRoot: ['no ', ' at the root'],
  refusedKeywords: ['no ', ''],
  singleTypes: ['one type each', ''],
  arrayItems: ['arrays with items', ''],
  listBytes: ['', ' bytes'],
};

export function toolLimitsPart(profiles: readonly HostProfile[]): string {
  const known = profiles.filter(({ tool_limits: limits }) => limits !== undefined);
  const rows = known.map((profile) => [
    `[${profile.client_names[0] ?? profile.name}](../packages/host-profiles/profiles/${profile.id}.json), \`${profile.id}\``,
    ...limitsOf.map((names) => names.flatMap((name) => cellOf(profile, name)).join('; ')),
  ]);
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${intro}\n${lines.join('\n')}\n`;
}

function cellOf(profile: HostProfile, name: Name): string[] {
  const fact = toolLimitFact(profile, name);
  if (!fact) return [];
  const [before, behind] = words[name] ?? ['', ''];
  const effect = effects[fact.effect];
  return [`[${before}${textOf(fact.value)}${behind}](${fact.source})${effect === '' ? '' : ` (${effect})`}`];
}

function textOf(value: unknown): string {
  if (value === true) return '';
  if (typeof value === 'string') return `\`${value}\``;
  if (Array.isArray(value)) return value.map((each) => `\`${String(each)}\``).join(' ');
  if (typeof value === 'object' && value !== null && 'form' in value && 'length' in value) {
    return `${String(value.length)} of \`${String(value.form)}\``;
  }
  return String(value);
}
