/** What a page's form sends: read under a limit, and believed only when it carries the token of the browser that was shown it. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import type { CookieScope } from '../cookies.ts';
import { parsedBody, readBody } from '../middleware/parsed-body.ts';
import { Refusal } from '../refusals/refusal.ts';

const most = 16 * 1024;

const statusOf = { foreign: 403, unreadable: 400, out_of_turn: 400 };

export class FormError extends Refusal {
  readonly #status: number;
  constructor(kind: keyof typeof statusOf, description: string, status = statusOf[kind]) {
    super(`form.${kind}`, description);
    this.#status = status;
  }
  override get status(): number {
    return this.#status;
  }
}

export async function readForm(ctx: Context): Promise<URLSearchParams> {
  if (!ctx.is('application/x-www-form-urlencoded')) throw new FormError('unreadable', 'the body is not a form', 415);
  const parsed = parsedBody(ctx.req);
  if (parsed !== undefined) return parsedForm(parsed);
  try {
    return new URLSearchParams(await readBody(ctx.req, most));
  } catch (error) {
    if (error instanceof RangeError) throw new FormError('unreadable', 'the form is too large', 413);
    throw error;
  }
}

/** Of what a parser made of the form, only plain fields count. */
function parsedForm(body: unknown): URLSearchParams {
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return new URLSearchParams(String(body));
  const plain = Object.entries(body).filter((field): field is [string, string] => typeof field[1] === 'string');
  return new URLSearchParams(plain);
}

export interface FormGuard {
  /** The hidden value for a form of this page; sets the browser's cookie when it has none. */
  token(ctx: Context, purpose: string): string;
  /** Throws a FormError when another site, or another browser, sent the form. */
  verify(ctx: Context, purpose: string, form: URLSearchParams): void;
}

export interface FormGuardParts {
  readonly key: string;
  readonly cookies: CookieScope;
  /** Of the pages, as browsers name it. */
  readonly origin: string;
}

export function formGuard({ key, cookies, origin }: FormGuardParts): FormGuard {
  const { browser: cookie, path, secure } = cookies;
  const mac = (browser: string, purpose: string) =>
    createHmac('sha256', key).update(`${browser}\n${purpose}`).digest('base64url');
  return {
    token(ctx, purpose) {
      let browser = ctx.cookies.get(cookie, { signed: false });
      if (!browser || browser.length > 64) {
        browser = randomBytes(24).toString('base64url');
        ctx.cookies.set(cookie, browser, {
          signed: false,
          httpOnly: true,
          sameSite: 'lax',
          secure,
          path,
          overwrite: true,
        });
      }
      return mac(browser, purpose);
    },
    verify(ctx, purpose, form) {
      const sender = ctx.get('Origin');
      if (sender && sender !== origin) throw new FormError('foreign', 'the form came from another site');
      const browser = ctx.cookies.get(cookie, { signed: false });
      if (!browser || !isEqual(form.get('csrf') ?? '', mac(browser, purpose))) {
        throw new FormError('foreign', 'the form belongs to another browser');
      }
    },
  };
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
