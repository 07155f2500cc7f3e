/** The setup installs only when something has changed, and knows which Node runs the sources and with which flags. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { root } from '../support/source-files.ts';

interface Setup {
  fingerprint(folder: string): string;
  isNewEnough(version: string): boolean;
  sourceFlags(version: string): string[];
}

const load = async (file: string) => (await import(join(root, 'tools', 'setup', file))) as Setup;
const { fingerprint } = await load('install.mjs');
const { isNewEnough, sourceFlags } = await load('node.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'granthouse-setup-'));
  mkdirSync(join(folder, 'packages', 'protocol'), { recursive: true });
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/protocol/package.json']) {
    cpSync(join(root, file), join(folder, file));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the installation', () => {
  it('is in step as long as nothing that decides about it changes', () => {
    const before = fingerprint(folder);
    writeFileSync(join(folder, 'README.md'), 'changed');
    expect(fingerprint(folder)).toBe(before);
  });

  it.each(['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages/protocol/package.json'])(
    'is out of step when %s changes',
    (file) => {
      const before = fingerprint(folder);
      writeFileSync(join(folder, file), 'changed');
      expect(fingerprint(folder)).not.toBe(before);
    },
  );

  it('is out of step when a package comes', () => {
    const before = fingerprint(folder);
    mkdirSync(join(folder, 'examples', 'more'), { recursive: true });
    writeFileSync(join(folder, 'examples', 'more', 'package.json'), '{}');
    expect(fingerprint(folder)).not.toBe(before);
  });
});

describe('the runtime', () => {
  it.each([
    ['20.19.0', false],
    ['22.12.0', false],
    ['22.13.0', true],
    ['23.3.0', false],
    ['23.4.0', true],
    ['24.0.0', true],
    ['26.10.0', true],
  ])('Node %s: new enough is %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it.each([
    ['22.13.0', true],
    ['22.17.1', true],
    ['22.18.0', false],
    ['23.5.0', true],
    ['23.6.0', false],
    ['24.21.0', false],
  ])('Node %s is told to strip types: %s', (version, expected) => {
    expect(sourceFlags(version).includes('--experimental-strip-types')).toBe(expected);
    expect(sourceFlags(version)).toContain('--conditions=@granthouse/source');
  });
});
