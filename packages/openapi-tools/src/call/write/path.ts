/** The path of a request: values fill the template and can't leave it (OpenAPI 3.1 §4.8.9, §4.8.12.4, RFC 3986 §3.3, §5.2.4). */
import type { PlannedParameter } from '../../plan/plan.ts';
import { ArgumentError } from './argument-error.ts';
import { inPercent, percentEncode } from './percent.ts';
import type { Given } from './request.ts';
import { contentOf, type Shape, shapeOf } from './shape.ts';

/** What may stand in a path as it is; everything else of a template is written in percent. */
const notInPaths = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu;

/** A template as what stands in every path, and the names of its placeholders: every other piece is one. */
export function piecesOf(template: string): readonly string[] {
  return template
    .split(/(?<placeholder>\{[^{}]+\})/u)
    .map((piece, index) => (index % 2 === 0 ? piece.replaceAll(notInPaths, literal) : piece.slice(1, -1)));
}

export function writePath(pieces: readonly string[], given: readonly Given[]): string {
  let path = '';
  for (const [index, piece] of pieces.entries()) path += index % 2 === 0 ? piece : valueOf(piece, given);
  return path;
}

function valueOf(name: string, given: readonly Given[]): string {
  const found = given.find(({ parameter }) => parameter.wireName === name);
  if (!found) throw new ArgumentError(`the path needs a value for ${name}`);
  return writeValue(found);
}

const literal = (character: string) =>
  character.charCodeAt(0) < 128 ? inPercent(character) : percentEncode(character);

function writeValue({ parameter, value }: Given): string {
  const { wireName, contentType, severalSegments } = parameter;
  if (contentType !== undefined) {
    return segment(contentOf(value, contentType), parameter);
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
  throw new ArgumentError(`${wireName} stands in the path, where an empty text, "." and ".." would lead elsewhere`);
}
