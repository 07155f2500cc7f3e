/** The proxies of the environment of a person, as curl reads it: https_proxy, http_proxy and no_proxy, or in capitals. */
import type { Proxies } from '@granthouse/client';
import { CommandError } from '../command-error.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a CommandError that doesn't hold what stands there: it may be a password. */
export function proxiesOf(environment: Environment): Proxies {
  const [https, http] = [proxyIn(environment, 'HTTPS_PROXY'), proxyIn(environment, 'HTTP_PROXY')];
  const past = valueOf(environment, 'NO_PROXY').split(/[\s,]+/);
  return { ...(https && { https }), ...(http && { http }), past: past.filter((each) => each !== '') };
}

const valueOf = (environment: Environment, name: string) => environment[name.toLowerCase()] || environment[name] || '';

function proxyIn(environment: Environment, name: string): URL | undefined {
  const value = valueOf(environment, name);
  if (value === '') return undefined;
  const address = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(address) && /^https?:\/\/[^/]/.test(address) && isEscaped(address)) return new URL(address);
  throw new CommandError(`${name} is not the address of an http proxy, such as http://proxy.example.com:8080`);
}

/** A percent sign of a password stands there as %25 (RFC 3986 §2.4). */
const isEscaped = (address: string) => !/%(?![\da-f]{2})/i.test(address);
