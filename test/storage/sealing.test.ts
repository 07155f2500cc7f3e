/** Sealing: what was sealed opens under its secret, in its place, unaltered, and in no other case. */
import { describe, expect, it } from '@jest/globals';
import { createSealer, SealError } from '@granthouse/storage';
import * as fc from 'fast-check';
import { propertyRuns } from '../support/property-runs.ts';

const secret = 'a secret of thirty-two bytes, ok';
const place = 'client/abc/client_secret';
const sealer = createSealer(secret);
const sealed = sealer.seal('the plain text', place);
const [version = '', keyId = '', body = ''] = sealed.split('.');

function refusalOf(step: () => unknown): string {
  try {
    step();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  throw new Error('it was not refused');
}

function withFlippedBit(index: number, bit: number): string {
  const bytes = Buffer.from(body, 'base64url');
  bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
  return `${version}.${keyId}.${bytes.toString('base64url')}`;
}

describe('seal and open', () => {
  it('opens any text to what it was', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (plain, where) => {
        expect(sealer.open(sealer.seal(plain, where), where)).toBe(plain);
      }),
      { numRuns: propertyRuns(100) },
    );
  });

  it('opens what another process sealed under the same secret, as text or as bytes', () => {
    expect(createSealer(Buffer.from(secret)).open(sealed, place)).toBe('the plain text');
  });

  it('opens a text from before: the form stays', () => {
    const before = '1.eXPyMMry.0fyxdnG9Qjn2K4kYouOLaqP7PFAXvk4ylbIcgsyDVWF6XHkzaXUy_0VlNNKCPDVkMVD5tsHN';
    expect(sealer.open(before, place)).toBe('the plain text');
  });

  it('seals large texts', () => {
    const plain = 'é'.repeat(500_000);
    expect(sealer.open(sealer.seal(plain, place), place)).toBe(plain);
  });

  it('never seals alike, and shows neither text, place nor secret', () => {
    const texts = Array.from({ length: 100 }, () => sealer.seal('the plain text', place));
    expect(new Set(texts.map((text) => text.slice(-40))).size).toBe(100);
    for (const text of texts) {
      const shown = text + Buffer.from(text.split('.')[2] ?? '', 'base64url').toString('latin1');
      expect(shown).not.toMatch(/plain|client|thirty/u);
    }
  });

  it('names its key by 48 bits that say nothing of the secret', () => {
    expect(sealed).toMatch(/^1\.[\w-]{8}\.[\w-]+$/u);
    expect(createSealer(`${secret}!`).seal('x', place).split('.')[1]).not.toBe(keyId);
  });
});

describe('what does not open', () => {
  it('another secret', () => {
    expect(refusalOf(() => createSealer(`${secret}!`).open(sealed, place))).toBe('unknown_key');
  });

  it('another secret under the name of the right key', () => {
    const other = createSealer(`${secret}!`).seal('x', place).split('.');
    expect(refusalOf(() => sealer.open(`1.${keyId}.${other[2]}`, place))).toBe('altered');
  });

  it.each(['client/abd/client_secret', 'client/abc/client_secre', 'Client/abc/client_secret', `${place} `, ''])(
    'another place: %j',
    (moved) => {
      expect(refusalOf(() => sealer.open(sealed, moved))).toBe('altered');
    },
  );

  it('any bit of the seed, the text or the tag turned', () => {
    const { length } = Buffer.from(body, 'base64url');
    for (let index = 0; index < length; index += 1) {
      for (const bit of [0, 7]) expect(refusalOf(() => sealer.open(withFlippedBit(index, bit), place))).toBe('altered');
    }
  });

  it('any shorter or longer text', () => {
    for (let length = 0; length < sealed.length; length += 1) {
      expect(['malformed', 'altered']).toContain(refusalOf(() => sealer.open(sealed.slice(0, length), place)));
    }
    for (const more of ['A', 'AA', 'AAAA', '=', '.', ' ', '\n', '\0']) {
      expect(['malformed', 'altered']).toContain(refusalOf(() => sealer.open(sealed + more, place)));
    }
  });

  it('another spelling of the same bytes', () => {
    // 41 bytes leave two bits of the last letter without a meaning: of 64 letters, 16 are right spellings.
    const short = sealer.seal('x', place);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spellings = Array.from(alphabet, (letter) => short.slice(0, -1) + letter).filter((text) => text !== short);
    const refusals = spellings.map((text) => refusalOf(() => sealer.open(text, place)));
    expect(refusals.filter((code) => code === 'malformed')).toHaveLength(48);
    expect(refusals.filter((code) => code === 'altered')).toHaveLength(15);
  });

  it('the same bytes in the alphabet of plain base64', () => {
    const bodies = Array.from({ length: 100 }, () => sealer.seal('x', place).slice(11));
    const standard = bodies
      .filter((text) => /[-_]/u.test(text))
      .map((text) => text.replaceAll('-', '+').replaceAll('_', '/'));
    const refusals = standard.map((text) => refusalOf(() => sealer.open(`1.${keyId}.${text}`, place)));
    expect(new Set(refusals)).toEqual(new Set(['malformed']));
  });

  it.each([
    ['another version', sealed.replace(/^1/u, '2'), 'malformed'],
    ['no version', sealed.slice(2), 'malformed'],
    ['another key', `1.AAAAAAAA.${body}`, 'unknown_key'],
    ['a key that every object has', `1.__proto__.${body}`, 'unknown_key'],
    ['no key', `1..${body}`, 'unknown_key'],
    ['no body', `1.${keyId}.`, 'malformed'],
    ['a part more', `${sealed}.x`, 'malformed'],
    ['nothing', '', 'malformed'],
    ['plain text', 'the plain text', 'malformed'],
  ])('%s', (_title, text, code) => {
    expect(refusalOf(() => sealer.open(text, place))).toBe(code);
  });

  it('any text that was not sealed, as nothing but a SealError', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String().map((text) => `1.${keyId}.${text}`),
    );
    fc.assert(
      fc.property(anything, (text) => {
        expect(['malformed', 'unknown_key', 'altered']).toContain(refusalOf(() => sealer.open(text, place)));
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});

describe('secrets', () => {
  it.each<[string, string | Uint8Array]>([
    ['no byte', ''],
    ['31 characters', 'x'.repeat(31)],
    ['31 bytes', new Uint8Array(31)],
  ])('refuses %s, as the secret and as another one', (_title, weak) => {
    expect(refusalOf(() => createSealer(weak))).toBe('weak_secret');
    expect(refusalOf(() => createSealer(secret, { others: [weak] }))).toBe('weak_secret');
  });

  it('counts bytes, not characters', () => {
    expect(() => createSealer('é'.repeat(16))).not.toThrow();
    expect(refusalOf(() => createSealer('é'.repeat(15)))).toBe('weak_secret');
  });

  it('opens what another secret sealed, seals under its own alone, and says which is which', () => {
    const rotated = createSealer('another secret of thirty-two bytes', { others: [secret] });
    const resealed = rotated.seal('x', place);
    expect(rotated.open(sealed, place)).toBe('the plain text');
    expect(refusalOf(() => sealer.open(resealed, place))).toBe('unknown_key');
    expect([sealed, resealed, 'the plain text', ''].map(rotated.isCurrent)).toEqual([false, true, false, false]);
    expect([sealed, resealed, 'the plain text', ''].map(rotated.knows)).toEqual([true, true, false, false]);
    expect(sealer.knows(resealed)).toBe(false);
  });

  it('does not change with the bytes that it was given', () => {
    const bytes = Buffer.from(secret);
    const own = createSealer(bytes);
    bytes.fill(0);
    expect(own.open(sealed, place)).toBe('the plain text');
  });

  it('refuses to seal half a surrogate pair, which would come back as another character', () => {
    expect(refusalOf(() => sealer.seal('a\ud800', place))).toBe('malformed');
  });

  it('says in no refusal what was sealed or under which secret', () => {
    for (const step of [
      () => createSealer('short'),
      () => sealer.open(sealed, 'elsewhere'),
      () => sealer.seal('\ud800 plain', place),
    ]) {
      expect(step).not.toThrow(/short|plain|elsewhere|thirty/u);
    }
  });
});
