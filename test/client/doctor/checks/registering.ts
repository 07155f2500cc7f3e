/** Authorization servers as they answer registrations, and what the doctor makes of them. */
import { createServer, type RequestListener } from 'node:http';
import { examine, type Learned, type Report } from '@granthouse/client/doctor';
import { hostProfiles } from '@granthouse/host-profiles';
import { registrationChecks } from '../../../../packages/client/src/doctor/checks/registration/index.ts';
import { listening } from '../listening.ts';
import { learning } from './learning.ts';

const opened: Array<() => Promise<void>> = [];

export async function closeAll(): Promise<void> {
  for (const close of opened.splice(0)) await close();
}

export async function examined(server: object, hosts?: readonly string[]): Promise<Report> {
  const learned = { way: 'oauth', servers: [server] } as Partial<Learned>;
  return examine('http://127.0.0.1:9/mcp', {
    network: { besides: 'loopback' },
    register: true,
    checks: [learning(learned), ...registrationChecks],
    ...(hosts && { hosts: hostProfiles().filter(({ id }) => hosts.includes(id)) }),
  });
}

export const verdictsOf = ({ verdicts }: Report) =>
  Object.fromEntries(verdicts.map(({ host, connects, because }) => [host, [connects, because]]));

/** A registration endpoint as it may be, at a server that has nothing else. */
export async function answering(
  answer: (metadata: { redirect_uris?: string[] }) => readonly [number, object | string],
  authorize: (url: URL) => number = () => 200,
) {
  const listener: RequestListener = async (request, response) => {
    if (request.method === 'GET') return void response.writeHead(authorize(new URL(request.url ?? '/', origin))).end();
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const [status, body] = answer(JSON.parse(text) as { redirect_uris?: string[] });
    response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const { origin, close } = await listening(createServer(listener));
  opened.push(close);
  return {
    issuer: origin,
    response_types_supported: ['code'],
    registration_endpoint: `${origin}/register`,
    authorization_endpoint: `${origin}/authorize`,
  };
}

export const issued = { client_id: 'doctor', grant_types: ['authorization_code', 'refresh_token'] };
export const refusing = (isRefused: (uri: string) => boolean) =>
  answering(({ redirect_uris: uris }) =>
    !Array.isArray(uris) || uris.some((uri) => isRefused(uri))
      ? [400, { error: 'invalid_redirect_uri' }]
      : [201, { ...issued, redirect_uris: uris }],
  );
export const isDangerous = (uri: string) =>
  !/^(?:https:\/\/[^*#]+|http:\/\/(?:localhost|127\.0\.0\.1)[:/].*|cursor:.*)$/.test(uri);
