/** The path of a request: values fill the template and can't leave it (OpenAPI 3.1 §4.8.9, §4.8.12.4, RFC 3986 §3.3, §5.2.4). */
import { kindOf } from '../../plan/media-type.ts';
import type { PlannedParameter } from '../../plan/plan.ts';
import { ArgumentError } from './argument-error.ts';
import { inPercent, percentEncode } from './percent.ts';
import type { Given } from './request.ts';
import { type Shape, shapeOf, textOf } from './shape.ts';

/** What may stand in a path as it is; everything else of a template is written in percent. */
const notInPaths = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu;

export function writePath(template: string, given: readonly Given[]): string {
  const values = new Map(given.map((each) => [each.parameter.wireName, each]));
  return template
    .split(/(?<placeholder>\{[^{}]+\})/u)
    .map((piece, index) => {
      if (index % 2 === 0) return piece.replaceAll(notInPaths, literal);
      const found = values.get(piece.slice(1, -1));
      if (!found) throw new ArgumentError(`the path needs a value for ${piece.slice(1, -1)}`);
      return writeValue(found);
    })
    .join('');
}

const literal = (character: string) =>
  character.charCodeAt(0) < 128 ? inPercent(character) : percentEncode(character);

function writeValue({ parameter, value }: Given): string {
  const { wireName, contentType, severalSegments } = parameter;
  if (contentType !== undefined) {
    return segment(kindOf(contentType) === 'json' ? JSON.stringify(value) : textOf(value), parameter);
  }
  const shape = shapeOf(value, wireName);
  if (shape === undefined) throw new ArgumentError(`${wireName} stands in the path, so it can't be empty`);
  if (severalSegments && shape.kind === 'text') {
    return shape.text
      .split('/')
      .map((each) => segment(each, parameter))
      .join('/');
  }
  return expand(shape, parameter);
}

function expand(shape: Shape, parameter: PlannedParameter): string {
  const { style, explode, wireName } = parameter;
  const name = percentEncode(wireName);
  if (style === 'matrix') return matrix(shape, name, explode);
  if (style === 'label') return label(shape, explode, parameter);
  if (shape.kind === 'text') return segment(shape.text, parameter);
  return requireSegment(listed(shape, explode ? '=' : ',').join(','), parameter);
}

function matrix(shape: Shape, name: string, explode: boolean): string {
  if (shape.kind === 'text') return shape.text === '' ? `;${name}` : `;${name}=${percentEncode(shape.text)}`;
  if (!explode) return `;${name}=${listed(shape, ',').join(',')}`;
  return listed(shape, '=')
    .map((each) => (shape.kind === 'list' ? `;${name}=${each}` : `;${each}`))
    .join('');
}

/** Where a dot divides, one in a value is written in percent, so that both can be told. */
function label(shape: Shape, explode: boolean, parameter: PlannedParameter): string {
  if (shape.kind === 'text') return `.${segment(shape.text, parameter)}`;
  if (!explode) return `.${listed(shape, ',').join(',')}`;
  return listed(shape, '=')
    .map((each) => `.${each.replaceAll('.', '%2E')}`)
    .join('');
}

function listed(shape: Exclude<Shape, { kind: 'text' }>, between: string): string[] {
  if (shape.kind === 'list') return shape.texts.map(percentEncode);
  return shape.entries.map((entry) => entry.map(percentEncode).join(between));
}

const segment = (text: string, parameter: PlannedParameter) => percentEncode(requireSegment(text, parameter));

/** URL parsers take `..` and `%2e%2e` alike, so that encoding doesn't help; some servers decode twice. */
function requireSegment(text: string, { wireName }: PlannedParameter): string {
  if (!/^(?:\.|%2e){0,2}$/iu.test(text)) return text;
  throw new ArgumentError(`${wireName} stands in the path, where nothing, "." and ".." would lead elsewhere`);
}
