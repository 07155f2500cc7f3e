/** One line that says what is going on, on a terminal alone; it is gone when something else is said. */
import { clipped } from '../openapi/text.ts';

export interface Progress {
  show(text: string): void;
  clear(): void;
}

type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

export function progressOn(output: Output): Progress {
  let isShown = false;
  const clear = () => {
    if (isShown) output.write('\r\u001B[K');
    isShown = false;
  };
  return {
    clear,
    show(text) {
      if (!output.isTTY) return;
      clear();
      output.write(clipped(text, (output.columns || 80) - 1));
      isShown = true;
    },
  };
}
