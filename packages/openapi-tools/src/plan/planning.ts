/** What the steps of a plan work with. */
import type { References } from '../document/references.ts';
import type { Problem } from '../open-api-error.ts';
import type { ToolsOptions } from '../options.ts';
import type { SchemaReader } from '../schema/schema-reader.ts';
import type { Security } from './security.ts';

export interface Planning {
  readonly references: References;
  readonly schemas: SchemaReader;
  readonly options: ToolsOptions<never>;
  readonly security: Security;
  /** Takes what was mended or left out, for whoever keeps the document. */
  readonly report: (problem: Problem) => void;
}
