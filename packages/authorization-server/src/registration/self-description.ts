/** What a client says of itself for people to read (RFC 7591 §2): nothing is believed, nothing decides, everything has a bound. */
import { webUriProblem } from '@granthouse/protocol';

const most = { name: 200, text: 2048, contacts: 10, contact: 254 };

const mailbox = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)*$/;

/** A name is a claim; how it is shown safely is the pages' concern. One of blanks alone names nobody. */
export function clientName(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const name = Array.from(value).slice(0, most.name).join('').toWellFormed();
  return name.trim() === '' ? undefined : name;
}

/** Longer ones are left out whole: half a URL or half an id is another one. */
export function shortText(value: unknown): string | undefined {
  const isShort = typeof value === 'string' && value !== '' && value.length <= most.text;
  return isShort ? value.toWellFormed() : undefined;
}

/** Only what a person and a browser read alike. */
export function webPage(value: unknown): string | undefined {
  const text = shortText(value);
  return text === undefined || webUriProblem(text) !== undefined ? undefined : text;
}

export function contactsOf(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const isContact = (entry: unknown): entry is string =>
    typeof entry === 'string' && entry.length <= most.contact && mailbox.test(entry);
  const contacts = [...new Set(value.filter(isContact))].slice(0, most.contacts);
  return contacts.length > 0 ? contacts : undefined;
}
