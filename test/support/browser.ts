/** A person's browser, small: it keeps cookies by path, follows redirects on one origin, and submits the forms of a page. */

interface Cookie {
  readonly value: string;
  readonly path: string;
}

export interface Form {
  readonly action: string;
  readonly method: string;
  readonly fields: Record<string, string>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly forms: readonly Form[];
}

/** Where following stopped: a page to read, or an address outside that the browser was sent to. */
export type Arrival =
  | { readonly page: Page; readonly sentTo?: undefined }
  | { readonly page?: undefined; readonly sentTo: URL };

export class Browser {
  /** Where requests really go, like through a proxy that ends TLS; the browser sees the address it asked for. */
  readonly #via: string | undefined;
  readonly #headers: Record<string, string>;
  readonly #cookies = new Map<string, Map<string, Cookie>>();

  /** `headers` travel with every request, as a proxy would add them. */
  constructor({ via, headers = {} }: { via?: string; headers?: Record<string, string> } = {}) {
    this.#via = via;
    this.#headers = headers;
  }

  open(url: string | URL, headers: Record<string, string> = {}): Promise<Arrival> {
    return this.#follow(new URL(url), { headers });
  }

  /** Submits the form whose action ends as given, its hidden fields included. */
  submit(page: Page, actionEnd: string, fields: Record<string, string> = {}): Promise<Arrival> {
    const form = page.forms.find(({ action }) => action.endsWith(actionEnd));
    if (!form) throw new Error(`no form for ${actionEnd} on ${page.url}:\n${page.html}`);
    const body = new URLSearchParams({ ...form.fields, ...fields });
    const url = new URL(form.action, page.url);
    return this.#follow(url, { method: form.method, body, headers: { origin: new URL(page.url).origin } });
  }

  async #follow(start: URL, first: RequestInit): Promise<Arrival> {
    let url = start;
    let init: RequestInit = first;
    for (let hops = 0; hops < 20; hops += 1) {
      if (url.origin !== start.origin) return { sentTo: url };
      const response = await this.#request(url, init);
      const location = response.headers.get('location');
      if (location === null) return { page: pageOf(url, response, await response.text()) };
      await response.arrayBuffer();
      url = new URL(location, url);
      init = {};
    }
    throw new Error(`too many redirects from ${start.href}`);
  }

  async #request(url: URL, init: RequestInit): Promise<Response> {
    const headers = new Headers({
      accept: 'text/html,application/xhtml+xml',
      ...this.#headers,
      ...(init.headers as Record<string, string>),
    });
    const cookie = this.cookieHeader(url);
    if (cookie !== '') headers.set('cookie', cookie);
    const reached = this.#via === undefined ? url : new URL(`${url.pathname}${url.search}`, this.#via);
    const response = await fetch(reached, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#store(url, line);
    return response;
  }

  /** The Cookie header that a request to this URL carries; tests forge requests with it. */
  cookieHeader(url: URL): string {
    const jar = this.#cookies.get(url.origin) ?? new Map<string, Cookie>();
    return [...jar]
      .filter(
        ([, { path }]) => url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(([key, { value }]) => `${key.split('\n')[0]}=${value}`)
      .join('; ');
  }

  #store(url: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const attribute = (wanted: string) =>
      attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = attribute('path') ?? '/';
    const jar = this.#cookies.get(url.origin) ?? new Map<string, Cookie>();
    const expires = attribute('expires');
    const isGone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (isGone) jar.delete(`${name}\n${path}`);
    else jar.set(`${name}\n${path}`, { value, path });
    this.#cookies.set(url.origin, jar);
  }
}

function pageOf(url: URL, response: Response, html: string): Page {
  return { url: url.href, status: response.status, headers: response.headers, html, forms: formsOf(html) };
}

/** The forms of a page, with the values they come with. */
export function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inside = '']) => ({
    action: attributeOf(attributes, 'action') ?? '',
    method: attributeOf(attributes, 'method') ?? 'get',
    fields: Object.fromEntries(
      [...inside.matchAll(/<input\b([^>]*)>/g)].flatMap(([, input = '']) => {
        const name = attributeOf(input, 'name');
        return name === undefined ? [] : [[name, attributeOf(input, 'value') ?? '']];
      }),
    ),
  }));
}

function attributeOf(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescaped = (text: string) =>
  text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (whole, name: string) => entities[name] ?? whole);
