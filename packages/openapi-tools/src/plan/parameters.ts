/** Parameters as they will be written, among them the placeholders that nobody declared (OpenAPI 3.1 §4.8.12). */
import { child, type Node } from '../document/node.ts';
import { isObject, member, textMember } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { shown } from '../problems.ts';
import { declaredParameters } from './declared-parameters.ts';
import type { FoundOperation } from './operations.ts';
import { schemaOfParameter } from './parameter-schema.ts';
import { isExpansion, type Placeholder, placeholdersOf, withoutFragment } from './path-template.ts';
import type { ParameterStyle, PlannedParameter } from './plan.ts';
import type { Planning } from './planning.ts';
import { unusable } from './unusable-parameters.ts';

type Place = PlannedParameter['in'];

/** The first of each is the default. */
const styles: Readonly<Record<Place, readonly [ParameterStyle, ...ParameterStyle[]]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  querystring: ['form'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
};

/** Throws OpenApiError for an operation whose requests can't be told. */
export function planParameters(found: FoundOperation, planning: Planning): PlannedParameter[] {
  const { operation } = found;
  const placeholders = placeholdersOf(withoutFragment(operation.path), operation.at);
  const usable = declaredParameters(found, planning).filter((node) => !unusable(node, planning));
  const inPath = usable.filter((node) => placeOf(node) === 'path');
  const used = new Set<Node>();
  const ofPath = placeholders.map((placeholder) => {
    const node = declarationOf(placeholder, inPath);
    if (node) used.add(node);
    else if (isExpansion(placeholder)) throw expansion(placeholder, operation.at);
    return planPlaceholder(placeholder, node, planning);
  });
  for (const node of inPath.filter((each) => !used.has(each))) {
    const remedy = 'Put it between braces into the path, or leave it out.';
    planning.report({
      path: node.at,
      found: `a parameter that the path ${shown(operation.path)} has no place for`,
      remedy,
    });
  }
  const others = usable.filter((node) => placeOf(node) !== 'path').map((node) => planParameter(node, planning));
  refuseTwoQueries(others, operation.at);
  return [...ofPath, ...others];
}

const placeOf = (node: Node) => member(node.value, 'in') as Place;
const nameOf = (node: Node) => textMember(node.value, 'name') ?? '';

function declarationOf({ name, bareName }: Placeholder, inPath: readonly Node[]): Node | undefined {
  return inPath.find((node) => nameOf(node) === name) ?? inPath.find((node) => nameOf(node) === bareName);
}

function planPlaceholder({ name, severalSegments }: Placeholder, node: Node | undefined, planning: Planning) {
  const declared = planParameter(node ?? { value: { in: 'path', name }, at: '' }, planning);
  const { type, description } = planning.schemas.resolved(declared.schema);
  // A list or an object is written by its style.
  if (!severalSegments || type === 'array' || type === 'object') return { ...declared, wireName: name };
  const schema = { description: description ?? 'One or more segments of the path.', ...declared.schema };
  return { ...declared, wireName: name, severalSegments, schema };
}

function planParameter(node: Node, planning: Planning): PlannedParameter {
  const place = placeOf(node);
  const [declared] = Object.keys(contentOf(node));
  const contentType = declared ?? (place === 'querystring' ? 'application/x-www-form-urlencoded' : undefined);
  const style = styleOf(node, place, planning);
  const explode = member(node.value, 'explode');
  return {
    in: place,
    wireName: nameOf(node),
    required: place === 'path' || member(node.value, 'required') === true,
    schema: schemaOfParameter(node, declared, planning.schemas),
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form' || style === 'cookie',
    allowReserved: member(node.value, 'allowReserved') === true,
    ...(contentType !== undefined && { contentType }),
    severalSegments: false,
  };
}

function contentOf(node: Node): object {
  const content = child(node, 'content').value;
  return isObject(content) ? content : {};
}

function styleOf(node: Node, place: Place, { report }: Planning): ParameterStyle {
  const [fallback] = styles[place];
  const given = member(node.value, 'style') ?? fallback;
  const known = styles[place].find((each) => each === given);
  if (known !== undefined) return known;
  const remedy = `Use one of ${styles[place].join(', ')}; until then it is written as ${fallback}.`;
  report({ path: child(node, 'style').at, found: `a style that parameters in ${place} don't have`, remedy });
  return fallback;
}

function expansion({ name }: Placeholder, at: string): OpenApiError {
  const remedy = 'Describe a parameter in the query as one, and leave it out of the path.';
  return new OpenApiError({
    path: at,
    found: `${shown(`{${name}}`)} in the path, an operator that OpenAPI doesn't have`,
    remedy,
  });
}

/** OpenAPI 3.2 §4.12.1. */
function refuseTwoQueries(parameters: readonly PlannedParameter[], at: string): void {
  const whole = parameters.filter((parameter) => parameter.in === 'querystring').length;
  if (whole === 0 || (whole === 1 && !parameters.some((parameter) => parameter.in === 'query'))) return;
  const remedy = 'Describe the query either as one querystring or as single parameters.';
  throw new OpenApiError({ path: at, found: 'a querystring beside another or beside query parameters', remedy });
}
