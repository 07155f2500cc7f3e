/** Bytes as text, when they are text (Encoding Standard; RFC 9110 §8.3.2). */

export interface TextParts {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** The last character may be half. */
  readonly isCut: boolean;
}

/** Undefined for bytes that are no text, whatever their type says. */
export function textOf({ bytes, contentType, isCut }: TextParts): string | undefined {
  const declared = decoderFor(contentType);
  if (declared && declared.encoding !== 'utf-8') return declared.decode(bytes, { stream: isCut });
  try {
    return strictUtf8(bytes, isCut);
  } catch {
    // Old systems write one byte a character and say nothing of it. Other bytes hold zeros early on.
    return bytes.subarray(0, 8192).includes(0) ? undefined : new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Whether bytes of which nothing is known are text. */
export function looksLikeText({ bytes, isCut }: TextParts): boolean {
  try {
    strictUtf8(bytes, isCut);
  } catch {
    return false;
  }
  return !bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}

const whole = new TextDecoder('utf-8', { fatal: true });

/** Throws for bytes that are none. What is cut leaves the beginning of a character in the decoder. */
function strictUtf8(bytes: Uint8Array, isCut: boolean): string {
  return isCut ? new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }) : whole.decode(bytes);
}

function decoderFor(contentType: string): InstanceType<typeof TextDecoder> | undefined {
  if (!contentType.includes(';')) return undefined;
  const [, label] = /;\s*charset\s*=\s*"?([^\s";]+)/iu.exec(contentType) ?? [];
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}
