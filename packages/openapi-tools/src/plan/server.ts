/** The origin and base path of every request: from the options, or the first server of the document, never from a call (OpenAPI 3.1 §4.8.5). */
import { child, type Node } from '../document/node.ts';
import { isObject, member, textMember } from '../json.ts';
import { OpenApiError } from '../open-api-error.ts';

export interface ServerOptions {
  readonly server?: string | URL | undefined;
  readonly serverVariables?: Readonly<Record<string, string>> | undefined;
}

/** Without a slash at the end. `holders` are what may name servers, the closest to the operation first. Throws OpenApiError. */
export function serverOf(holders: readonly Node[], { server, serverVariables = {} }: ServerOptions): string {
  if (server !== undefined) return baseUrl(String(server), 'server');
  const holder = holders.find(({ value }) => Array.isArray(member(value, 'servers')));
  const node = holder && child(child(holder, 'servers'), 0);
  const url = textMember(node?.value, 'url') ?? '/';
  const variables = member(node?.value, 'variables');
  const filled = url.replaceAll(/\{(?<name>[^{}]+)\}/gu, (_all, name: string) => {
    const value = serverVariables[name] ?? textMember(member(variables, name), 'default');
    if (value !== undefined) return value;
    const remedy = `Give it by serverVariables.${name}.`;
    throw new OpenApiError({ path: node?.at ?? '#/servers', found: `a variable without a value: ${name}`, remedy });
  });
  return baseUrl(filled, node?.at ?? '#/servers');
}

function baseUrl(url: string, path: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (
    parsed === undefined ||
    !/^https?:$/u.test(parsed.protocol) ||
    parsed.username + parsed.password + parsed.search + parsed.hash !== ''
  ) {
    const remedy = 'Give the address of the API by the option server, such as https://api.example.com/v1.';
    throw new OpenApiError({ path, found: isObject(url) ? 'no address' : JSON.stringify(url), remedy });
  }
  return parsed.href.replace(/\/+$/u, '');
}
