/** What hosts take of a list of tools: facts with their sources, and the same as plain data for whoever makes such a list (MCP, tools). */
import { hostProfiles } from './host-profiles.ts';
import type { Confidence, HostProfile } from './host-profile.ts';

/** What becomes of a list beyond a limit, as `schema.json` describes it. */
export type LimitEffect = 'request-refused' | 'server-refused' | 'tool-dropped' | 'altered' | 'warned' | 'unknown';

export interface LimitFact<Value> {
  readonly value: Value;
  readonly effect: LimitEffect;
  readonly confidence: Confidence;
  readonly source: string;
  /** `YYYY-MM-DD`, or as much of it as is known. */
  readonly date: string | null;
  readonly notes?: readonly string[];
}

type Fact<Value> = LimitFact<Value> | 'unknown';

export interface ToolLimitFacts {
  readonly name_pattern: Fact<string>;
  readonly name_length: Fact<number>;
  readonly qualified_name: Fact<{ readonly form: string; readonly length: number }>;
  readonly key_pattern: Fact<string>;
  readonly key_length: Fact<number>;
  readonly refused_at_root: Fact<readonly string[]>;
  readonly refused_keywords: Fact<readonly string[]>;
  readonly single_types: Fact<true>;
  readonly array_items: Fact<true>;
  readonly tool_count: Fact<number>;
  readonly description_length: Fact<number>;
  readonly list_bytes: Fact<number>;
}

const members = {
  namePattern: 'name_pattern',
  nameLength: 'name_length',
  qualifiedName: 'qualified_name',
  keyPattern: 'key_pattern',
  keyLength: 'key_length',
  refusedAtRoot: 'refused_at_root',
  refusedKeywords: 'refused_keywords',
  singleTypes: 'single_types',
  arrayItems: 'array_items',
  toolCount: 'tool_count',
  descriptionLength: 'description_length',
  listBytes: 'list_bytes',
} as const;

type Name = keyof typeof members;

/** The limits that are known, in the form of the option `limits` of `@granthouse/openapi-tools`. */
export type HostToolLimits = {
  readonly [Each in Name]?: Exclude<ToolLimitFacts[(typeof members)[Each]], 'unknown'>['value'];
};

/** `host`: a profile, or its id. Empty where nothing is known; throws for an id that no profile has. */
export function toolLimitsOf(host: HostProfile | string): HostToolLimits {
  const profile = typeof host === 'string' ? profileOf(host) : host;
  const names = Object.keys(members) as Name[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const fact = toolLimitFact(profile, name);
      return fact ? [[name, fact.value]] : [];
    }),
  );
}

function profileOf(id: string): HostProfile {
  const found = hostProfiles().find((profile) => profile.id === id);
  if (!found) throw new TypeError(`There is no profile of a host "${id}".`);
  return found;
}

/** Where a limit is known from, and what becomes of a list beyond it. */
export function toolLimitFact({ tool_limits: facts }: HostProfile, name: Name): LimitFact<unknown> | undefined {
  const fact = facts?.[members[name]];
  return fact === 'unknown' ? undefined : fact;
}
