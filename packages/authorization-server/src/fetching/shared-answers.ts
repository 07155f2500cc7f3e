/** One question, one answer: whoever asks while it is on its way, or still good, gets the same; a failure is good for a short while, too. */

export interface Question<T> {
  /** Throws when nothing may be asked now; that is no answer, so it is not remembered. */
  readonly mayAsk: () => void;
  readonly ask: () => Promise<{ readonly value: T; /** Milliseconds. */ readonly freshFor: number }>;
}

/** Milliseconds. */
const failureLasts = 30_000;
/** The least recently used is forgotten first. */
const mostRemembered = 200;

interface Remembered<T> {
  /** Milliseconds since the epoch. */
  until: number;
  readonly answer: Promise<T>;
}

export function sharedAnswers<T>(now: () => number): (key: string, question: Question<T>) => Promise<T> {
  const answers = new Map<string, Remembered<T>>();
  return async (key, { mayAsk, ask }) => {
    const known = answers.get(key);
    answers.delete(key);
    if (known && now() < known.until) {
      answers.set(key, known);
      return known.answer;
    }
    mayAsk();
    const remember = (lasts: number) => {
      entry.until = now() + lasts;
    };
    const answer = ask().then(
      ({ value, freshFor }) => {
        remember(freshFor);
        return value;
      },
      (error: unknown) => {
        remember(failureLasts);
        throw error;
      },
    );
    const entry: Remembered<T> = { until: Infinity, answer };
    answers.set(key, entry);
    const [oldest = key] = answers.keys();
    if (answers.size > mostRemembered) answers.delete(oldest);
    return answer;
  };
}
