/** What the steps of a plan work with. */
import type { Node } from '../document/node.ts';
import type { References } from '../document/references.ts';
import { OpenApiError, type Problem } from '../open-api-error.ts';
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

/** What a node leads to, of which a plan can do without: where its reference leads nowhere that is reported. */
export function followed(node: Node, { references, report }: Pick<Planning, 'references' | 'report'>): Node {
  try {
    return references.follow(node);
  } catch (error) {
    if (!(error instanceof OpenApiError)) throw error;
    report({ path: error.path, found: error.found, remedy: error.remedy });
    return { value: undefined, at: node.at };
  }
}
