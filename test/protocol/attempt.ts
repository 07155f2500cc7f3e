/** Runs functions that may refuse their input, so that a test can look at what they gave as at what they threw. */
import { ConfigurationError, OAuthError, type OAuthErrorCode } from '@granthouse/protocol';

/** The code of the OAuthError that `run` throws, or else what `judge` says of what it gives. Any other error passes through. */
export function codeOr<T>(run: () => T, judge: (value: T) => boolean): OAuthErrorCode | boolean {
  let value: T;
  try {
    value = run();
  } catch (error) {
    if (error instanceof OAuthError) return error.code;
    throw error;
  }
  return judge(value);
}

/** The OAuthError that `run` throws; fails when it throws none. */
export function refusal(run: () => unknown): OAuthError {
  return thrown(run, OAuthError);
}

/** The ConfigurationError that `run` throws; fails when it throws none. */
export function configurationRefusal(run: () => unknown): ConfigurationError {
  return thrown(run, ConfigurationError);
}

function thrown<E extends Error>(run: () => unknown, kind: abstract new (...args: never[]) => E): E {
  try {
    run();
  } catch (error) {
    if (error instanceof kind) return error;
    throw error;
  }
  throw new Error(`expected a refusal (${kind.name})`);
}
