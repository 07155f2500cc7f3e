/** What this project claims to meet, as data: one file a standard in `data/`, a row for each requirement that tests hold. */
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const folder = new URL('data/', import.meta.url);

const requirement = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9]*-\d+$/u),
  section: z.string().min(1),
  level: z.enum(['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY', 'derived', 'quirk']),
  role: z.enum(['authorization server', 'resource server', 'client', 'both']),
  /** What is met, in our own words. */
  sentence: z.string().regex(/^\S.*\.$/u),
});

const standard = z.strictObject({
  source: z.string().min(1),
  title: z.string().min(1),
  url: z.url(),
  requirements: z.array(requirement).min(1),
});

export type Requirement = z.output<typeof requirement>;
export type Standard = z.output<typeof standard>;

/** Every standard with what is met of it; throws when a file breaks the shape. */
export const standards: readonly Standard[] = readdirSync(folder)
  .toSorted()
  .map((name) => standard.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));

export const requirements: readonly Requirement[] = standards.flatMap((each) => each.requirements);
