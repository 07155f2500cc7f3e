/** All that a run found. */
import type { FirstAnswer } from '../first-answer.ts';
import type { FormLatency } from '../forms.ts';
import type { Crashes } from '../crash.ts';
import type { Flood } from '../flood/flood.ts';
import type { Growth } from '../growth/growth.ts';
import type { Judging } from '../judging/judging.ts';
import type { Footprint } from '../memory.ts';
import type { OpenApi } from '../openapi/openapi.ts';
import type { Results } from '../results.ts';

export interface Figures {
  readonly results: Results;
  /** At most one. */
  readonly judgings: readonly Judging[];
  readonly forms: readonly FormLatency[];
  /** Requests per second. */
  readonly rates: Results;
  readonly growths: readonly Growth[];
  readonly footprints: readonly Footprint[];
  readonly answers: readonly FirstAnswer[];
  /** At most one. */
  readonly crashes: readonly Crashes[];
  readonly floods: readonly Flood[];
  /** At most one. */
  readonly openApis: readonly OpenApi[];
  readonly rounds: number;
}
