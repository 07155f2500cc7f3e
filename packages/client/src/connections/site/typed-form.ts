/** The form of a server as it is read: what stands in it, what it starts from, and what the registry is asked for. */
import type { ConnectionView, Detected, FieldProblem, NewAuthentication } from '../connections.ts';
import { kinds, type Typed } from './pages/typed.ts';

export function typedOf({ name, url, ownership, authentication }: ConnectionView): Typed {
  const { kind } = authentication;
  return {
    name,
    url,
    ownership,
    kind,
    header: kind === 'api-key' && !/^authorization$/i.test(authentication.header) ? authentication.header : '',
    headerNames: kind === 'headers' ? authentication.names.join('\n') : '',
    clientId: kind === 'oauth' ? (authentication.clientId ?? '') : '',
    issuer: kind === 'oauth' ? (authentication.issuer ?? '') : '',
  };
}

export function typedIn(form: URLSearchParams): Typed {
  const text = (name: string) => (form.get(name) ?? '').trim();
  return {
    name: text('name'),
    url: text('url'),
    kind: kinds.find((kind) => kind === form.get('kind')) ?? 'auto',
    ownership: form.get('ownership') === 'shared' ? 'shared' : 'personal',
    header: text('header'),
    headerNames: text('headerNames').replaceAll('\r\n', '\n'),
    clientId: text('clientId'),
    issuer: text('issuer'),
  };
}

export const isEnough = ({ asks }: Detected) => asks === 'none' || asks === 'oauth-ready';

/** A client of one's own, of which nobody said whose it is. */
export const isNobodys = ({ kind, clientId, issuer }: Typed): boolean =>
  (kind === 'auto' || kind === 'oauth') && clientId !== '' && issuer === '';

/**
 * Where a server wants a key and does not say how, most want one in a header. Whom it names for sign-in stands in the form
 * to be looked at, unless somebody named one beside their client.
 */
export const suggested = ({ asks, issuer }: Detected, { kind, clientId, issuer: named }: Typed): Partial<Typed> => ({
  ...(asks === 'credential' && kind === 'auto' && { kind: 'api-key' }),
  ...((named === '' || clientId === '') && { issuer: issuer ?? '' }),
});

export const lookAtIssuer: Readonly<Record<string, string>> = {
  issuer:
    'See that this is who gave you the client ID, for the MCP server could name anybody. Then send it once more, with the secret if there is one.',
};

interface Wanted {
  readonly typed: Typed;
  readonly form: URLSearchParams;
  readonly detected: Detected | undefined;
}

export function authenticationOf({ typed, form, detected }: Wanted): NewAuthentication {
  switch (typed.kind) {
    case 'none':
      return { kind: 'none' };
    case 'headers':
      return { kind: 'headers', names: typed.headerNames.split(/[\s,:;]+/).filter(Boolean) };
    case 'api-key': {
      const key = typed.ownership === 'shared' ? (form.get('key') ?? '').trim() : '';
      return {
        kind: 'api-key',
        ...(typed.header !== '' && { header: typed.header }),
        ...(key !== '' && { key }),
      };
    }
    case 'auto':
    case 'oauth': {
      if (detected?.asks === 'none') return { kind: 'none' };
      const clientSecret = (form.get('clientSecret') ?? '').trim();
      return {
        kind: 'oauth',
        ...(typed.clientId !== '' && { clientId: typed.clientId, issuer: typed.issuer }),
        ...(clientSecret !== '' && { clientSecret }),
      };
    }
  }
}

/** What the registry calls a field, as the form names it. */
const fieldNames: Readonly<Record<string, string>> = { names: 'headerNames' };

export const fieldsOf = ({ fields }: FieldProblem): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, words]) => [fieldNames[name] ?? name, words]));
