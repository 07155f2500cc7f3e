/** What every part of a run shares. */
import type { Surroundings } from './subject.ts';

export interface Run {
  readonly rounds: number;
  /** Of the calls of a full run. */
  readonly scale: number;
  readonly surroundings: Surroundings;
  /** The same with a folder on a disk, where what is waited for is measured. */
  readonly onDisk: Surroundings;
  /** Tells how far the run is. */
  readonly say: (line: string) => void;
}
