/** Arguments for a tool, from the schema that it shows: such as a request can carry, and any at all. */
import * as fc from 'fast-check';
import type { PlannedArgument, PlannedTool } from '@granthouse/openapi-tools';
import { isRaw, type Raw, rawOf } from '../../support/raw-document.ts';
import { anyText, type Texts, valuesOf } from '../../support/schema-values.ts';

/** Whatever a schema allows, whether or not a request can carry it. */
export function anyArguments(tool: PlannedTool): fc.Arbitrary<Raw> {
  return argumentsOf(tool, (_argument, schema) =>
    valuesOf(schema, { text: anyText, key: anyText }, tool.argumentSchema),
  );
}

/** What the place and the style of each argument can carry, by the specification: of these none may be refused. */
export function carriedArguments(tool: PlannedTool): fc.Arbitrary<Raw> {
  return argumentsOf(tool, (argument, schema) => {
    const values = valuesOf(schema, textsOf(argument, tool), tool.argumentSchema);
    if (argument.in === 'body' && tool.body?.kind === 'json') return values;
    const given = values.map(withoutNulls);
    return argument.required
      ? given.filter(isGiven)
      : given.filter((value) => argument.in !== 'path' || isGiven(value));
  }).map((args) => Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined)));
}

type ValuesOf = (argument: PlannedArgument, schema: unknown) => fc.Arbitrary<unknown>;

function argumentsOf(tool: PlannedTool, values: ValuesOf): fc.Arbitrary<Raw> {
  const properties = rawOf(tool.argumentSchema['properties']);
  const all = [...tool.arguments];
  const given = all.map(([name, argument]) => [name, values(argument, properties[name])] as const);
  const requiredKeys = all.flatMap(([name, { required }]) => (required ? [name] : []));
  return fc.record(Object.fromEntries(given), { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Raw>;
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0);

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((each) => each !== null).map(withoutNulls);
  if (!isRaw(value)) return value ?? undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (each === null ? [] : [[name, withoutNulls(each)]])),
  );
}

const wellFormed = anyText.filter((text) => text.isWellFormed());
const both = (text: fc.Arbitrary<string>): Texts => ({ text, key: text });
const matching = (pattern: RegExp) => anyText.filter((text) => pattern.test(text));

function textsOf(argument: PlannedArgument, tool: PlannedTool): Texts {
  if (argument.in === 'body' && tool.body?.kind === 'json') return both(anyText);
  const names = [...tool.arguments.values()].map(({ wireName }) => wireName);
  const isAnothers = (key: string) => names.some((name) => key === name || key.startsWith(`${name}[`));
  const { text, key } = argument.in === 'body' ? ofPart(argument.wireName, tool) : ofPlace(argument, tool);
  return { text, key: key.filter((each) => !isAnothers(each)) };
}

function ofPart(wireName: string | undefined, { body }: PlannedTool): Texts {
  const encoding = wireName !== undefined && body && Object.hasOwn(body.encoding, wireName) && body.encoding[wireName];
  return ofPairs({ style: 'form', allowReserved: false, ...encoding });
}

/** What a proxy that decodes first would resolve. */
const upwards = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:;|%3b|[/\\]|%2f|%5c|$)/iu;

type Parameter = Exclude<PlannedArgument, { in: 'body' }>;

function ofPlace(parameter: Parameter, { pathTemplate }: PlannedTool): Texts {
  const { style, wireName, schema, severalSegments } = parameter;
  switch (parameter.in) {
    case 'path': {
      const segment = pathTemplate.split('/').find((each) => each.includes(`{${wireName}}`));
      // Two values in one segment can't be told but by what neither of them holds.
      if (segment !== `{${wireName}}`) return both(fc.stringMatching(/^[a-z\d]{1,9}$/u));
      const isSegment = (text: string) => !/^(?:\.|%2e){0,2}$/iu.test(text);
      const isCarried = (text: string) => !upwards.test(text) && !(style === 'label' && /^[./\\;%]/u.test(text));
      const inside = wellFormed.filter(isCarried);
      return both(inside.filter((text) => (severalSegments ? text.split('/') : [text]).every(isSegment)));
    }
    case 'header': {
      const isText = schema['type'] === 'string';
      const text = matching(isText ? /^(?:[!-~]([ -~]*[!-~])?)?$/u : /^[!-+\--~](?:[ -+\--~]*[!-+\--~])?$/u);
      return { text, key: matching(/^[!-+\--<>-~]+$/u) };
    }
    case 'cookie':
      return style === 'cookie'
        ? { text: matching(/^[!#-+\--:<-[\]-~]*$/u), key: matching(/^[!#-'*+.\dA-Z^-z|~-]+$/u) }
        : { text: wellFormed, key: wellFormed.filter((each) => each !== '') };
    case 'query':
    case 'querystring':
      return ofPairs(parameter);
  }
}

function ofPairs({ style, allowReserved }: Pick<Parameter, 'style' | 'allowReserved'>): Texts {
  if (style === 'spaceDelimited') return both(wellFormed.filter((text) => !text.includes(' ')));
  if (style === 'pipeDelimited') return both(wellFormed.filter((text) => !text.includes('|')));
  // What is written in percent already stays as it is there.
  const text = allowReserved ? wellFormed.filter((each) => !each.includes('%')) : wellFormed;
  return { text, key: style === 'deepObject' ? wellFormed.filter((each) => !/[[\]]/u.test(each)) : wellFormed };
}
