/**
 * The ES256 keys that sign access tokens and ID tokens (RFC 9068 §2.1): made here, kept sealed, published before they
 * sign and until what they signed has expired. Every instance reads them again at a bounded age.
 */
import type { KeyObject } from 'node:crypto';
import type { Audit } from '../audit.ts';
import type { Vault } from '../store/vault.ts';
import type { CompleteOptions } from '../options.ts';
import { readKeptKeys, replaceKeptKeys, type KeptKey, type KeptKeys } from './kept-keys.ts';
import { tellChanges, viewOf, type KeySet, type KeyView, type SigningKey } from './key-view.ts';
import { advanced, startedAnew, withNext, type Keys, type RotationRules } from './rotation-schedule.ts';

/** What may be told of a key. All times in milliseconds since the epoch. */
export type SigningKeyEntry = Omit<KeptKey, 'jwk'> & { readonly kid: string };

interface Parts {
  readonly vault: Vault;
  readonly options: Pick<CompleteOptions, 'lifetimes' | 'log'>;
  readonly audit: Audit;
}

type Step = (keys: Keys, now: number) => Promise<Keys>;

/** Milliseconds. */
const refreshEvery = 30_000;
/** Milliseconds; older keys are read again before they are used: a process that was held up has missed its timer. */
const mostAge = 60_000;
/** Milliseconds between two tries that requests ask for. */
const coolDown = 5_000;
/** Milliseconds; the clocks of verifiers may be that far behind. */
const clockSkew = 60_000;

/** Throws a ConfigurationError when the secret does not open the keys. */
export async function loadSigningKeys(parts: Parts): Promise<SigningKeys> {
  const kept = await readKeptKeys(parts.vault);
  const keys = new SigningKeys(parts, viewOf(kept));
  await keys.refresh();
  return keys;
}

export class SigningKeys {
  readonly #parts: Parts;
  readonly #rules: RotationRules;
  #view: KeyView;
  #turn: Promise<unknown> = Promise.resolve();
  #refreshing: Promise<void> | undefined;
  #readAt: number;
  #triedAt: number;
  /** Why the last try failed. */
  #failure: Error | undefined;

  constructor(parts: Parts, view: KeyView) {
    this.#parts = parts;
    this.#view = view;
    this.#readAt = this.#triedAt = parts.vault.now();
    const { accessToken, signingKey } = parts.options.lifetimes;
    this.#rules = { rotateEvery: signingKey * 1000, keptFor: accessToken * 1000 + mostAge + clockSkew };
  }

  /** The key that signs now; asked for each token. */
  current(): SigningKey {
    return this.#view.current;
  }

  /** What `/jwks` shows now: the same object while the keys are the same. */
  published(): KeySet {
    return this.#view.published;
  }

  /**
   * The public half of a published key; the keys are read once more when none is known by that id. Rejects when they
   * could not be read: an instance that could may know it.
   */
  async find(kid: string | undefined): Promise<KeyObject | undefined> {
    if (kid === undefined) return undefined;
    if (!this.#view.verifying.has(kid)) await this.#reading();
    const key = this.#view.verifying.get(kid);
    if (!key && this.#failure) throw this.#failure;
    return key;
  }

  /** What to wait for when the keys were not read for too long; mostly nothing, and never for a store that is known to be away. */
  settle(): Promise<void> | undefined {
    if (isWithin(this.#age(this.#readAt), mostAge)) return undefined;
    const reading = this.#reading();
    return this.#failure ? undefined : reading;
  }

  /** Reads the keys, and does what is due. Never rejects: on failure the known keys stay, and the log says so. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#tryRefresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async list(): Promise<readonly SigningKeyEntry[]> {
    await this.#take(this.#advance);
    return this.#view.kept.keys.map(({ jwk: { kid }, ...entry }) => ({ kid, ...entry }));
  }

  /**
   * Publishes a next key, which signs an hour later, unless one is published already. `compromised`: a new key signs at
   * once, and every other one is dropped with the tokens that it signed. Resolves to all keys.
   */
  async rotate({ compromised = false } = {}): Promise<readonly SigningKeyEntry[]> {
    await this.#take(compromised ? startedAnew : withNext);
    return this.list();
  }

  async #tryRefresh(): Promise<void> {
    this.#triedAt = this.#parts.vault.now();
    try {
      await this.#take(this.#advance);
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error as Error;
      this.#parts.options.log.warn({ cause: String(error) }, 'the signing keys could not be read; the known ones stay');
    }
  }

  /** One after the other, so that what was read earlier is never believed later. */
  #take(step: Step): Promise<void> {
    const { vault, audit } = this.#parts;
    const taken = this.#turn.then(async () => {
      const at = vault.now();
      const after = viewOf(await changed(vault, this.#view.kept, step), this.#view);
      tellChanges(this.#view, after, audit);
      this.#view = after;
      this.#readAt = at;
    });
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  /** For a request: the read that is on its way, or a new one, unless one was tried a moment ago. */
  #reading(): Promise<void> | undefined {
    return this.#refreshing ?? (this.#wasTriedWithin(coolDown) ? undefined : this.refresh());
  }

  #advance: Step = (keys, now) => advanced(keys, now, this.#rules);
  #age = (since: number) => this.#parts.vault.now() - since;
  #wasTriedWithin = (span: number) => isWithin(this.#age(this.#triedAt), span);
}

/** Beside the requests, so that none of them waits; returns what stops it. */
export function refreshAtTimes(keys: SigningKeys): () => void {
  const timer = setInterval(() => void keys.refresh(), refreshEvery);
  timer.unref();
  return () => clearInterval(timer);
}

/** Whoever loses the compare-and-set looks again at what has won. */
async function changed(vault: Vault, known: KeptKeys, step: Step): Promise<KeptKeys> {
  const kept = await readKeptKeys(vault, known);
  const keys = await step(kept.keys, vault.now());
  if (keys === kept.keys) return kept;
  return (await replaceKeptKeys(vault, kept, keys)) ?? changed(vault, kept, step);
}

// A clock that was set back makes an age negative: such a time is over, not just begun.
const isWithin = (age: number, span: number) => age >= 0 && age < span;
