/** What a host takes of a list of tools, as data: which names, keys, schemas and how many. Nothing here knows which host that is (MCP, tools). */

/** What isn't said is unlimited. Patterns are regular expressions (ECMA-262) for the whole text, lengths count characters. */
export interface ToolLimits {
  readonly namePattern?: string;
  readonly nameLength?: number;
  /** The name that the model sees, when the host makes it of two: `mcp__{server}__{tool}`. */
  readonly qualifiedName?: { readonly form: string; readonly length: number };
  /** What people call the server in the host; without it, a name of sixteen characters is allowed for. */
  readonly serverName?: string;
  /** Of the arguments; the members of their values are not meant. */
  readonly keyPattern?: string;
  readonly keyLength?: number;
  /** Keywords that an input schema may not have at its root. */
  readonly refusedAtRoot?: readonly string[];
  /** Keywords that may stand nowhere in an input schema. */
  readonly refusedKeywords?: readonly string[];
  /** Whether `type` must be one type, never a list of them. */
  readonly singleTypes?: boolean;
  /** Whether a schema of type `array` must have `items`. */
  readonly arrayItems?: boolean;
  readonly toolCount?: number;
  readonly descriptionLength?: number;
  /** Of the whole list as JSON, in UTF-8. */
  readonly listBytes?: number;
}

export type LimitName = Exclude<keyof ToolLimits, 'serverName'>;

const assumedServerName = '-'.repeat(16);

/** The longest name that a tool may have. */
export function longestName({
  nameLength = Infinity,
  qualifiedName,
  serverName = assumedServerName,
}: ToolLimits): number {
  if (qualifiedName === undefined) return nameLength;
  const added = qualifiedName.form.replace('{server}', () => serverName).replace('{tool}', '').length;
  return Math.min(nameLength, qualifiedName.length - added);
}

/** Throughout: a pattern that says where it begins and ends, and one that doesn't, mean the whole text alike. */
export function fits(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(text);
}

/** What all of these hosts take. */
export function strictest(all: readonly ToolLimits[]): ToolLimits {
  const least = (numbers: readonly (number | undefined)[]) => Math.min(...numbers.map((each) => each ?? Infinity));
  const every = (lists: readonly (readonly string[] | undefined)[]) => [
    ...new Set(lists.flatMap((each) => each ?? [])),
  ];
  return {
    namePattern: both(all.map(({ namePattern }) => namePattern)),
    nameLength: least(all.map(longestName)),
    keyPattern: both(all.map(({ keyPattern }) => keyPattern)),
    keyLength: least(all.map(({ keyLength }) => keyLength)),
    refusedAtRoot: every(all.map(({ refusedAtRoot }) => refusedAtRoot)),
    refusedKeywords: every(all.map(({ refusedKeywords }) => refusedKeywords)),
    singleTypes: all.some(({ singleTypes }) => singleTypes),
    arrayItems: all.some(({ arrayItems }) => arrayItems),
    toolCount: least(all.map(({ toolCount }) => toolCount)),
    descriptionLength: least(all.map(({ descriptionLength }) => descriptionLength)),
    listBytes: least(all.map(({ listBytes }) => listBytes)),
  };
}

/** A pattern for what fits each of these. */
function both(patterns: readonly (string | undefined)[]): string {
  return `${[...new Set(patterns)].map((each) => (each === undefined ? '' : `(?=(?:${each})$)`)).join('')}.*`;
}
