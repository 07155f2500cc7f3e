/** What anybody has to bear of one server (CL-15): more is a fault of the server, and told as one. */
export interface ConnectionLimits {
  /** Milliseconds until the server has said who it is; by default 30,000. */
  readonly connectTime: number;
  /** Milliseconds for the whole list of tools; by default 30,000. */
  readonly listTime: number;
  /** Milliseconds without an answer or progress; by default 60,000. */
  readonly silence: number;
  /** Milliseconds of a whole call, whatever its progress; by default 300,000. */
  readonly callTime: number;
  /** Of an answer, and of all pages of a list together; by default 4 MB. */
  readonly mostBytes: number;
  /** Of an answer that is a stream of events; by default 20,000. */
  readonly mostLines: number;
  /** By default 1,000. */
  readonly mostTools: number;
  /** Of a list, by default 100. */
  readonly mostPages: number;
}

export const defaultLimits: ConnectionLimits = {
  connectTime: 30_000,
  listTime: 30_000,
  silence: 60_000,
  callTime: 300_000,
  mostBytes: 4_194_304,
  mostLines: 20_000,
  mostTools: 1_000,
  mostPages: 100,
};
