/** The requests that were not answered yet, so that a stop can wait for them. */
import type { ServerResponse } from 'node:http';

export class OpenRequests {
  readonly #open = new Set<ServerResponse>();
  readonly #waiting: Array<() => void> = [];

  add(response: ServerResponse): void {
    this.#open.add(response);
    response.once('close', () => this.#remove(response));
  }

  /** Resolves as soon as no request is open. */
  drained(): Promise<void> {
    return this.#open.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  #remove(response: ServerResponse): void {
    this.#open.delete(response);
    if (this.#open.size > 0) return;
    for (const resume of this.#waiting.splice(0)) resume();
  }
}
