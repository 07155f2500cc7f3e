/** The body of a request (OpenAPI 3.1 §4.8.13 to §4.8.15). */
import { type JsonObject, objectOf } from '../../json.ts';
import type { PlannedTool } from '../../plan/plan.ts';
import { writeText } from './text.ts';

interface WrittenBody {
  readonly body: string | undefined;
  readonly contentType: string | undefined;
}

export function writeBody({ body, arguments: all }: PlannedTool, args: JsonObject): WrittenBody {
  const parts = [...all].flatMap(([name, argument]) =>
    argument.in === 'body' && Object.hasOwn(args, name) ? [[argument.wireName, args[name]] as const] : [],
  );
  if (body === undefined || (parts.length === 0 && !body.required)) return { body: undefined, contentType: undefined };
  const whole = parts.find(([wireName]) => wireName === undefined);
  const value = whole ? whole[1] : objectOf(parts.map(([wireName = '', each]) => [wireName, each] as const));
  const text = body.kind === 'json' ? JSON.stringify(value) : writeText(value);
  return { body: text, contentType: body.mediaType };
}
