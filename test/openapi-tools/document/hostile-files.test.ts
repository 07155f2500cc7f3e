/** Files that were written to keep whoever reads them, or to fill his memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openApiTools } from '@granthouse/openapi-tools';
import { processorTime } from '../../support/processor-time.ts';

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'granthouse-hostile-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (content: string) => {
    const path = join(folder, 'openapi.yaml');
    writeFileSync(path, content);
    return path;
  };

  it('of twenty thousand paths is read in no time as YAML, too', () => {
    const paths = Array.from({ length: 20_000 }, (_each, index) => `  /${index}: { get: {} }\n`);
    const spent = processorTime();
    const source = file(`openapi: 3.1.0\ninfo: {}\npaths:\n${paths.join('')}`);
    expect(openApiTools(source, { server: 'https://api.example' }).tools.size).toBe(20_000);
    expect(spent()).toBeLessThan(8000);
  });

  it('with names that stand twice deep in it fills no memory', () => {
    const depth = 20_000;
    const content = `${'{"a":'.repeat(depth)}{${'"b":1,'.repeat(depth)}"b":1}${'}'.repeat(depth)}`;
    expect(() => openApiTools(file(content))).toThrow('#');
  });
});
