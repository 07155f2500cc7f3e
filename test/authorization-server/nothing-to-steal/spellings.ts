/** The ways in which a value may stand somewhere: plain, percent-encoded, hex, base64 and base64url, also inside something longer. */

/** Shorter texts stand by chance where nobody wrote them. */
export const shortest = 8;

export function spellingsOf(value: string): string[] {
  const all = partsOf(value).flatMap((part) => [part, encodeURIComponent(part), ...bytesOf(part).flatMap(encodings)]);
  return [...new Set(all)].filter((text) => text.length >= shortest);
}

/** What makes a token unguessable is its last part: a JWT without its signature, or a refresh token without its MAC, opens nothing. */
function partsOf(value: string): string[] {
  const last = value.slice(value.lastIndexOf('.') + 1);
  return last.length >= 16 ? [value, last] : [value];
}

/** The text's bytes, and those that it may stand for itself. */
function bytesOf(text: string): Buffer[] {
  const decoded = Buffer.from(text, 'base64url');
  const isEncoded = decoded.length >= 16 && decoded.toString('base64url') === text.replace(/=+$/, '');
  return isEncoded ? [Buffer.from(text), decoded] : [Buffer.from(text)];
}

function encodings(bytes: Buffer): string[] {
  const hex = bytes.toString('hex');
  // Inside a longer text, the letters depend on how many bytes stand before.
  const shifted = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const own = encoded.slice(before === 0 ? 0 : before + 1).replace(/.?=+$/, '');
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [hex, hex.toUpperCase(), bytes.toString('latin1'), ...shifted];
}
