/** Bytes that came as an argument (RFC 4648 §4, RFC 9110 §8.3.1). */
import { member, textMember } from '../../json.ts';
import { ArgumentError } from './argument-error.ts';

export interface GivenFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly filename: string | undefined;
  readonly mediaType: string | undefined;
}

const mediaTypeForm =
  /^[!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\s*;\s*[\w.-]+=(?:[\w.+-]+|"[\w .+-]*"))*$/u;

/** Undefined for what is no file. Throws ArgumentError for data that is no base64, and for a media type that is none. */
export function fileOf(value: unknown, name: string): GivenFile | undefined {
  const data = member(value, 'data');
  if (typeof data !== 'string') return undefined;
  const mediaType = textMember(value, 'media_type');
  if (mediaType !== undefined && !mediaTypeForm.test(mediaType)) {
    throw new ArgumentError(`media_type of ${name} is no media type, such as image/png`);
  }
  return { bytes: bytesOf(data, name), filename: textMember(value, 'filename'), mediaType };
}

function bytesOf(data: string, name: string): Uint8Array<ArrayBuffer> {
  const isBase64 = data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/u.test(data);
  if (!isBase64) throw new ArgumentError(`data of ${name} is no base64 (RFC 4648 §4, with its padding)`);
  return Uint8Array.from(Buffer.from(data, 'base64'));
}
