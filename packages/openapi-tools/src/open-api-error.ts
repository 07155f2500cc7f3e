/** What is wrong with a document or an option: where, what was found there, and what would do. */

/** One fault. `path` is a JSON pointer into the document (RFC 6901 §6), or the name of an option. */
export interface Problem {
  readonly path: string;
  readonly found: string;
  readonly remedy: string;
}

/** Thrown for a document that can't be read at all, and for an option that is wrong. Nothing of it goes over the wire. */
export class OpenApiError extends Error implements Problem {
  readonly path: string;
  readonly found: string;
  readonly remedy: string;

  constructor(problem: Problem, options: { cause?: unknown } = {}) {
    super(`${problem.path}: found ${problem.found}. ${problem.remedy}`, options);
    this.name = 'OpenApiError';
    this.path = problem.path;
    this.found = problem.found;
    this.remedy = problem.remedy;
  }
}
