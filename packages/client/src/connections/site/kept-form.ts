/** What an admin had entered when their session ended: sealed in a cookie of their browser, without what is secret, for a while. */
import type { Sealer } from '@granthouse/storage';
import { ClientError } from '../../client-error.ts';
import { openedCookie, type Cookies } from './cookies.ts';
import { ForeignForm, readOwnForm } from './form.ts';

export interface KeptForms {
  /** The cookie that keeps it; undefined for any other form. */
  keep(request: Request): Promise<string | undefined>;
  /** What was kept of the form of this page, and the cookie that forgets it. */
  take(request: Request): { readonly form: URLSearchParams; readonly cookie: string } | undefined;
}

interface Kept {
  readonly path: string;
  readonly entered: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

interface Parts {
  readonly cookies: Cookies;
  readonly sealer: Sealer;
  readonly origin: string;
  readonly now: () => number;
}

const cookie = 'kept_form';
const place = 'connections/site/kept-form';
/** Seconds, in which a person signs in again. */
const life = 900;
/** Of what fits into a cookie, sealed (RFC 6265 §6.1). */
const longest = 2500;

const forms = /^\/add$|^\/connections\/[\w-]{1,64}\/edit$/;
/** None of them is secret. */
const members = ['revision', 'name', 'url', 'kind', 'ownership', 'header', 'headerNames', 'clientId', 'issuer'];

export function keptForms({ cookies, sealer, origin, now }: Parts): KeptForms {
  return {
    async keep(request) {
      const path = new URL(request.url).pathname;
      const form = forms.test(path) ? await ownForm(request, origin) : undefined;
      if (!form) return undefined;
      const entered = new URLSearchParams(
        members.map((name): [string, string] => [name, form.get(name) ?? '']),
      ).toString();
      const kept: Kept = { path, entered, until: now() + life * 1000 };
      return entered.length > longest
        ? undefined
        : cookies.write(cookie, sealer.seal(JSON.stringify(kept), place), life);
    },
    take(request) {
      const kept = openedCookie(cookies.read(request, cookie), sealer, place) as Kept | undefined;
      if (!kept || kept.until <= now() || kept.path !== new URL(request.url).pathname) return undefined;
      return { form: new URLSearchParams(kept.entered), cookie: cookies.write(cookie, '') };
    },
  };
}

async function ownForm(request: Request, origin: string): Promise<URLSearchParams | undefined> {
  try {
    return await readOwnForm(request, origin);
  } catch (error) {
    if (error instanceof ForeignForm || error instanceof ClientError) return undefined;
    throw error;
  }
}
