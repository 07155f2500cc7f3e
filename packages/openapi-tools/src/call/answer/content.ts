/** A good answer as content: text as it came, objects structured too, pictures and sound as themselves, other bytes as a resource (MCP, tools). */
import { isObject } from '../../json.ts';
import { essenceOf, kindOf } from '../../plan/media-type.ts';
import type { PlannedTool } from '../../plan/plan.ts';
import { deepest, weightOf } from '../arguments/weight.ts';
import type { BlobResource, Content } from '../result.ts';
import type { Answer } from './answer.ts';
import type { Body } from './body.ts';
import { fileNameOf } from './file-name.ts';
import { pictureTypeOf } from './picture.ts';
import { looksLikeText, textOf } from './text.ts';

export function contentOf(response: Response, body: Body, tool: PlannedTool): Answer {
  const contentType = response.headers.get('content-type') ?? '';
  const text = readText(body, contentType);
  if (text === undefined) return bytesAnswer(response, body, tool);
  if (body.cutAt !== undefined) {
    const content: Content[] = [
      { type: 'text', text },
      { type: 'text', text: cutMark(body.cutAt, tool) },
    ];
    return { result: { content }, reason: 'too_large' };
  }
  const value = parsed(text, contentType);
  return { result: { content: [{ type: 'text', text }], ...(isObject(value) && { structuredContent: value }) } };
}

/** What the type of an answer says of its bytes; an answer without a type may be anything. */
type Said = 'json' | 'text' | 'bytes' | 'nothing';

function saidBy(contentType: string): Said {
  if (contentType === 'application/json') return 'json';
  const kind = kindOf(contentType);
  if (kind === 'json') return 'json';
  const essence = essenceOf(contentType);
  if (essence === 'application/octet-stream' || !/^[^/\s]+\/[^/\s]+$/u.test(essence)) return 'nothing';
  return kind === 'text' || kind === 'form' ? 'text' : 'bytes';
}

/** Undefined for what is no text. The type decides, unless the bytes can't be what it says. */
export function readText({ bytes, cutAt }: Body, contentType: string): string | undefined {
  const parts = { bytes, contentType, isCut: cutAt !== undefined };
  const said = saidBy(contentType);
  if (said === 'nothing') return looksLikeText(parts) ? textOf(parts) : undefined;
  return said === 'bytes' ? undefined : textOf(parts);
}

/** The value of JSON, or of what has no type and is JSON nevertheless; undefined for one that nobody could write again. */
export function parsed(text: string, contentType: string): unknown {
  if (!/^(?:json|nothing)$/u.test(saidBy(contentType))) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return weightOf(value).depth > deepest ? undefined : value;
  } catch {
    return undefined;
  }
}

function bytesAnswer(response: Response, { bytes, cutAt }: Body, tool: PlannedTool): Answer {
  const mimeType = mediaTypeOf(response);
  if (cutAt !== undefined) {
    const text = `The answer is ${mimeType} of more than ${cutAt} bytes, which is too large to hand over. ${askForLess(tool)}`;
    return { result: { content: [{ type: 'text', text }], isError: true }, reason: 'too_large' };
  }
  return { result: { content: [bytesContent(response, bytes, { mimeType, tool })] } };
}

function bytesContent(
  response: Response,
  bytes: Uint8Array,
  { mimeType, tool }: { readonly mimeType: string; readonly tool: PlannedTool },
): Content {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
  // Hosts refuse a picture that isn't what it says, and the whole conversation with it.
  const picture = pictureTypeOf(bytes);
  if (picture !== undefined && (mimeType.startsWith('image/') || mimeType === 'application/octet-stream')) {
    return { type: 'image', data, mimeType: picture };
  }
  if (mimeType.startsWith('audio/')) return { type: 'audio', data, mimeType };
  const name = encodeURIComponent(fileNameOf(response) ?? 'answer');
  const resource: BlobResource = { uri: `answer:///${tool.definition.name}/${name}`, mimeType, blob: data };
  return { type: 'resource', resource };
}

/** Without parameters; those of the document where the answer doesn't say. */
function mediaTypeOf({ headers }: Response): string {
  const essence = essenceOf(headers.get('content-type') ?? '');
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/u.test(essence) ? essence : 'application/octet-stream';
}

const cutMark = (cutAt: number, tool: PlannedTool) =>
  `[Cut here: the answer is longer than ${cutAt} bytes, and the rest was not read. ${askForLess(tool)}]`;

/** Arguments by which APIs let themselves be asked for less. */
function askForLess({ arguments: all }: PlannedTool): string {
  const names = [...all.keys()].filter((name) =>
    /limit|per_?page|page_?size|^page|first|top|max_?results|count|fields|select|filter|cursor|offset|range/iu.test(
      name,
    ),
  );
  return names.length === 0 ? 'Ask for less.' : `Ask for less by ${names.slice(0, 6).join(', ')}.`;
}
