/** Text in a URL: everything but unreserved characters is written in percent (RFC 3986 §2.1 to §2.3, RFC 6570 §3.2.1, §3.2.3). */
import { requireCharacters } from './characters.ts';

/** Of the reserved characters those that divide nothing in a query or in a form (RFC 3986 §3.4); a URL has no apostrophe there (URL Standard §1.3). */
const harmless = /%(?:3A|2F|3F|40|21|24|28|29|2A|3B|3D)/gu;
/** What a reserved expansion leaves as it stands, because it is written in percent already. */
const triple = /%25(?=[0-9A-Fa-f]{2})/gu;

export function percentEncode(text: string): string {
  if (/^[\w.~-]*$/u.test(text)) return text;
  return encodeURIComponent(requireCharacters(text)).replaceAll(/[!'()*]/gu, inPercent);
}

/** A value with `allowReserved`. What ends or divides a query, and the comma, which divides lists, are written in percent all the same. */
export function percentEncodeReserved(text: string): string {
  return percentEncode(text)
    .replaceAll(harmless, (each) => decodeURIComponent(each))
    .replaceAll(triple, '%');
}

export const inPercent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
