/** The origin and base path of every request: from the options, or the first server of the document, never from a call (OpenAPI 3.1 §4.8.5, §4.8.6). */
import { child, type Node } from '../document/node.ts';
import { member, textMember, textsIn } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';
import { shown } from '../problems.ts';
import { nearMisses } from './near-misses.ts';

export interface ServerOptions {
  readonly server?: string | URL | undefined;
  readonly serverVariables?: Readonly<Record<string, string>> | undefined;
}

/** Whether an operation or a path names servers of its own. */
export const namesServers = ({ value }: Node): boolean => {
  const servers = member(value, 'servers');
  return Array.isArray(servers) && servers.length > 0;
};

/** Without a slash at the end. `holders` are what may name servers, the closest to the operation first. Throws OpenApiError. */
export function serverOf(holders: readonly Node[], { server, serverVariables = {} }: ServerOptions): string {
  if (server !== undefined) return baseUrl(String(server), 'server');
  const holder = holders.find(namesServers);
  const node = holder && child(child(holder, 'servers'), 0);
  if (!node) {
    const remedy = 'Give the address of the API by the option server, such as https://api.example.com/v1.';
    throw new OpenApiError({ path: '#/servers', found: 'no server', remedy });
  }
  const url = textMember(node.value, 'url') ?? '/';
  const filled = url.replaceAll(/\{(?<name>[^{}]+)\}/gu, (_all, name: string) => valueOf(name, node, serverVariables));
  return baseUrl(filled, node.at);
}

function valueOf(name: string, node: Node, given: Readonly<Record<string, string>>): string {
  const variable = child(child(node, 'variables'), name);
  const path = `serverVariables.${name}`;
  const own = textMember(given, name);
  const value = own ?? textMember(variable.value, 'default');
  if (value === undefined) {
    throw new OpenApiError({
      path: node.at,
      found: `a variable without a value: ${shown(name)}`,
      remedy: `Give ${path}.`,
    });
  }
  const allowed = textsIn(member(variable.value, 'enum'));
  if (own !== undefined && allowed.length > 0 && !allowed.includes(own)) {
    const remedy = `Use one of ${allowed.join(', ')}.`;
    throw new OpenApiError({ path, found: 'a value that is none of its enum', remedy });
  }
  return value;
}

/** Throws OpenApiError for a variable that no server of the document has. */
export function refuseUnknownVariables(holders: readonly Node[], { serverVariables = {} }: ServerOptions): void {
  const known = new Set(holders.flatMap(variablesOf));
  for (const name of Object.keys(serverVariables)) {
    if (known.has(name)) continue;
    const close = nearMisses(name, known);
    const remedy = close.length > 0 ? `Did you mean ${close.join(' or ')}?` : 'Leave it out.';
    const found = 'a variable that no server of the document has';
    throw new OpenApiError({ path: `serverVariables.${name}`, found, remedy });
  }
}

function variablesOf(holder: Node): string[] {
  const servers = member(holder.value, 'servers');
  return (Array.isArray(servers) ? servers : []).flatMap((server) => {
    const names = [...(textMember(server, 'url') ?? '').matchAll(/\{(?<name>[^{}]+)\}/gu)];
    return names.map(([, name = '']) => name);
  });
}

function baseUrl(url: string, path: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const fault = parsed ? faultIn(parsed) : `an address without an origin: ${shown(url)}`;
  if (fault === undefined && parsed) return parsed.href.replace(/(?<!\/)\/+$/u, '');
  const remedy = 'Give the address of the API by the option server, such as https://api.example.com/v1.';
  throw new OpenApiError({ path, found: fault ?? 'no address', remedy });
}

/** A password in it is not repeated. */
function faultIn({ protocol, username, password, search, hash }: URL): string | undefined {
  if (!/^https?:$/u.test(protocol)) return `an address of the scheme ${protocol}`;
  if (username + password !== '') return 'an address with a user or password in it';
  return search + hash === '' ? undefined : 'an address with a query or fragment';
}
