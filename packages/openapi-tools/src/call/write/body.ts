/** The body of a request (OpenAPI 3.1 §4.8.13 to §4.8.15). */
import { isObject, type JsonObject, objectOf } from '../../json.ts';
import type { PlannedBody, PlannedBodyPart, PlannedTool } from '../../plan/plan.ts';
import { ArgumentError } from './argument-error.ts';
import { fileOf } from './bytes.ts';
import { requireCharacters } from './characters.ts';
import { writeMultipart } from './multipart.ts';
import { writeJson } from './numbers.ts';
import type { Pair } from './pairs.ts';
import { pairsOf, writeForm } from './query.ts';
import { textOf } from './shape.ts';

export interface WrittenBody {
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  readonly contentType: string | undefined;
}

const nothing: WrittenBody = { body: undefined, contentType: undefined };

interface GivenPart {
  readonly part: PlannedBodyPart;
  readonly value: unknown;
}

export function writeBody(
  { body }: PlannedTool,
  args: JsonObject,
  parts: readonly (readonly [string, PlannedBodyPart])[],
): WrittenBody {
  if (body === undefined) return nothing;
  const given: GivenPart[] = [];
  for (const [name, part] of parts) if (Object.hasOwn(args, name)) given.push({ part, value: args[name] });
  if (given.length === 0 && !body.required) return nothing;
  const { mediaType, kind } = body;
  if (kind === 'json') return { body: writeJson(valueOf(given)), contentType: mediaType };
  if (kind === 'text') return { body: requireCharacters(textOf(valueOf(given) ?? '')), contentType: mediaType };
  if (kind === 'binary') return writeFile(given, mediaType);
  if (kind === 'form')
    return {
      body: writeForm(
        membersOf(given).map((each) => ({ wireName: each.name, pairs: fieldPairs(each, body) })),
        new Set(parts.flatMap(([, { wireName }]) => wireName ?? [])),
      ),
      contentType: mediaType,
    };
  const members = membersOf(given).map((each) => ({ ...each, encoding: encodingOf(body, each.name) }));
  return writeMultipart(mediaType.split(';')[0]?.trim() ?? mediaType, members);
}

/** The whole value: of one argument, or of one for each member. */
function valueOf(given: readonly GivenPart[]): unknown {
  const whole = given.find(({ part }) => part.wireName === undefined);
  return whole ? whole.value : objectOf(given.map(({ part, value }) => [part.wireName ?? '', value] as const));
}

interface Member {
  readonly name: string;
  readonly value: unknown;
  readonly holdsFiles: boolean;
}

function membersOf(given: readonly GivenPart[]): Member[] {
  const whole = given.find(({ part }) => part.wireName === undefined);
  if (!whole)
    return given.map(({ part, value }) => ({ name: part.wireName ?? '', value, holdsFiles: part.holdsFiles }));
  if (!isObject(whole.value)) throw new ArgumentError('the body of a form must be an object');
  return Object.entries(whole.value).map(([name, value]) => ({ name, value, holdsFiles: whole.part.holdsFiles }));
}

const encodingOf = ({ encoding }: PlannedBody, name: string) =>
  Object.hasOwn(encoding, name) ? encoding[name] : undefined;

/** By a style where the document names one, otherwise a text, or JSON for what is an object (OpenAPI 3.1 §4.8.15.1.1). */
function fieldPairs({ name: wireName, value }: Member, body: PlannedBody): Pair[] {
  if (value === null)
    throw new ArgumentError(`${wireName} can't be null in a form; leave it out, or give an empty text`);
  const { style, explode, allowReserved, contentType } = encodingOf(body, wireName) ?? {};
  const hasStyle = style !== undefined || explode !== undefined || allowReserved !== undefined;
  const asJson = !hasStyle && (isObject(value) || /[/+]json\b/iu.test(contentType ?? ''));
  return pairsOf(asJson ? writeJson(value) : value, {
    wireName,
    style: style ?? 'form',
    explode: explode ?? (style ?? 'form') === 'form',
    allowReserved: allowReserved ?? false,
  });
}

function writeFile([first]: readonly GivenPart[], mediaType: string): WrittenBody {
  if (first === undefined) return { body: new Uint8Array(), contentType: mediaType };
  const file = fileOf(first.value, first.part.wireName ?? 'body');
  if (!file) throw new ArgumentError('the body must be an object with its bytes as data, in base64');
  return { body: file.bytes, contentType: file.mediaType ?? mediaType };
}
