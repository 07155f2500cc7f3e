/** Arguments for a tool, as an agent would choose them from the schema that the tool shows: every argument gets one, and each another. */

type Schema = Readonly<Record<string, unknown>>;

interface Samples {
  readonly root: Schema;
  /** Makes values differ, so that none can stand at the place of another unseen. */
  next(): number;
}

export function sampleArguments(inputSchema: Schema): Record<string, unknown> {
  let count = 0;
  return sampleOf(inputSchema, { root: inputSchema, next: () => (count += 1) }, 0) as Record<string, unknown>;
}

/** Deeper than this, only what is required. */
const deepest = 4;

function sampleOf(given: unknown, samples: Samples, depth: number): unknown {
  const schema = resolved(given, samples.root);
  if ('const' in schema) return schema['const'];
  const [chosen] = listIn(schema, 'enum');
  if (chosen !== undefined) return chosen;
  const alternatives = [...listIn(schema, 'anyOf'), ...listIn(schema, 'oneOf')].map((each) =>
    resolved(each, samples.root),
  );
  const alternative = alternatives.find(({ type }) => type !== 'null');
  if (alternative) return sampleOf(merged([schema, alternative]), samples, depth);
  const all = listIn(schema, 'allOf').map((each) => resolved(each, samples.root));
  if (all.length > 0) return sampleOf(merged([schema, ...all]), samples, depth);
  const [type = 'properties' in schema ? 'object' : 'string'] = [schema['type'] ?? []]
    .flat()
    .filter((each) => each !== 'null');
  if (type === 'object') return sampleObject(schema, samples, depth);
  if (type === 'array') return sampleList(schema, samples, depth);
  if (type === 'boolean') return samples.next() % 2 === 0;
  return type === 'string' ? sampleText(schema, samples) : sampleNumber(schema, samples);
}

function sampleObject(schema: Schema, samples: Samples, depth: number): Record<string, unknown> {
  const required = new Set(listIn(schema, 'required'));
  const members = Object.entries(objectIn(schema, 'properties')).filter(
    ([name]) => depth < deepest || required.has(name),
  );
  const named = members.map(([name, member]) => [name, sampleOf(member, samples, depth + 1)] as const);
  const other = objectIn(schema, 'additionalProperties');
  if (named.length > 0 || Object.keys(other).length === 0 || depth >= deepest) return Object.fromEntries(named);
  return { [`member_${samples.next()}`]: sampleOf(other, samples, depth + 1) };
}

function sampleList(schema: Schema, samples: Samples, depth: number): unknown[] {
  const most = numberIn(schema, 'maxItems') ?? 2;
  const least = numberIn(schema, 'minItems') ?? 0;
  const length = depth >= deepest ? least : Math.max(least, Math.min(most, 2));
  return Array.from({ length }, () => sampleOf(schema['items'] ?? {}, samples, depth + 1));
}

const byFormat: Readonly<Record<string, (number: number) => string>> = {
  uuid: (number) => `3f0e7f5c-7f0e-4c57-9d0b-${String(number).padStart(12, '0')}`,
  'date-time': (number) => `2026-01-01T00:00:${String(number % 60).padStart(2, '0')}Z`,
  date: (number) => `2026-01-${String((number % 28) + 1).padStart(2, '0')}`,
  email: (number) => `person${number}@example.com`,
  uri: (number) => `https://example.com/a/${number}?b=c&d=%C3%A9`,
};

/** With what a path, a query or JSON must not be broken by. */
const texts = [
  (number: number) => `a/b c&d=e+f"é%2F${number}`,
  (number: number) => `file_${number}.png`,
  (number: number) => `A_NAME_${number}`,
  () => 'text/plain',
];

function sampleText(schema: Schema, { next }: Samples): string {
  const format = byFormat[String(schema['format'])];
  if (format) return format(next());
  const pattern = new RegExp(typeof schema['pattern'] === 'string' ? schema['pattern'] : '', 'u');
  const number = next();
  const text = texts.map((write) => write(number)).find((each) => pattern.test(each)) ?? '';
  const padded = text.padEnd(numberIn(schema, 'minLength') ?? 0, 'x');
  return padded.slice(0, numberIn(schema, 'maxLength') ?? padded.length);
}

function sampleNumber(schema: Schema, { next }: Samples): number {
  const least = numberIn(schema, 'minimum') ?? (numberIn(schema, 'exclusiveMinimum') ?? 0) + 1;
  const most = numberIn(schema, 'maximum') ?? (numberIn(schema, 'exclusiveMaximum') ?? Number.MAX_SAFE_INTEGER) - 1;
  return Math.min(most, least + next());
}

function resolved(schema: unknown, root: Schema): Schema {
  const { $ref: reference, ...rest } = Object(schema) as Record<string, unknown>;
  if (typeof reference !== 'string') return Object(schema) as Schema;
  const steps = reference
    .slice(2)
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  const found = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], root);
  return { ...resolved(found, root), ...rest };
}

function merged(schemas: readonly Schema[]): Schema {
  const [first = {}] = schemas;
  const { anyOf: _any, oneOf: _one, allOf: _all, ...rest } = first;
  return {
    ...rest,
    ...Object.assign({}, ...schemas.slice(1)),
    properties: Object.assign({}, ...schemas.map((each) => objectIn(each, 'properties'))),
    required: schemas.flatMap((each) => listIn(each, 'required')),
  };
}

const listIn = (schema: Schema, name: string) => (Array.isArray(schema[name]) ? (schema[name] as unknown[]) : []);
const objectIn = (schema: Schema, name: string) => Object({ ...Object(schema[name]) }) as Record<string, unknown>;
const numberIn = (schema: Schema, name: string) => (typeof schema[name] === 'number' ? schema[name] : undefined);
