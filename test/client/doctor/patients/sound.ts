/** Healthy servers that do as the specifications allow, each in a way of its own: nothing is wrong with them. */
import { setImmediate } from 'node:timers/promises';
import { challenge, members } from './ailments.ts';
import { json, text } from './healthy/answers.ts';
import type { Ailment, Ailments } from './patient.ts';
import { second } from './second-server.ts';

export interface Sound extends Ailments {
  readonly name: string;
}

const ofServer = '/.well-known/oauth-authorization-server';

/** As the Go SDK does. */
function refusingIdsInFlight(): Ailment {
  const answering = new Set<string>();
  return async (request, healthy) => {
    if (request.method !== 'POST') return healthy(request);
    const { id } = (await request.clone().json()) as { id?: number };
    const name = `${request.headers.get('mcp-session-id')} ${id}`;
    if (request.headers.has('mcp-session-id') && answering.has(name))
      return text('duplicate in-flight request ID', 400);
    answering.add(name);
    const answer = await healthy(request);
    const headers = new Headers([...answer.headers, ['mcp-session-id', 'the-only-session']]);
    const body = await answer.text();
    await setImmediate();
    answering.delete(name);
    return new Response(body || null, { status: answer.status, headers });
  };
}

/** As those that know OpenID Connect alone (MCP 2025-11-25, authorization server metadata discovery). */
const openidOnly: Ailment = (request, healthy) => {
  const { origin, pathname } = new URL(request.url);
  if (pathname === ofServer) return json({ error: 'not_found' }, 404);
  return healthy(pathname === '/.well-known/openid-configuration' ? new Request(origin + ofServer, request) : request);
};

/** Answers in one piece of JSON what the healthy server streams. */
const withoutStreams: Ailment = async (request, healthy) => {
  const answer = await healthy(request);
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer;
  const [, data] = /^data: (.*)$/m.exec(await answer.text()) ?? [];
  return new Response(data ?? null, { status: answer.status, headers: { 'content-type': 'application/json' } });
};

export const sound: readonly Sound[] = [
  { name: 'signs in' },
  { name: 'takes keys', mcpHabits: { credentials: 'key' } },
  { name: 'takes everybody', mcpHabits: { credentials: 'none' } },
  {
    name: 'answers an id once at a time',
    mcpHabits: { credentials: 'none' },
    mcpServer: refusingIdsInFlight(),
  },
  { name: 'answers without streams', mcpServer: withoutStreams },
  { name: 'knows OpenID Connect alone', authorizationServer: openidOnly },
  {
    name: 'writes the scheme in small letters',
    mcpServer: challenge((written) => written.replace('Bearer', 'bearer')),
  },
  { name: 'offers another scheme beside', mcpServer: challenge((written) => `${written}, Basic realm="orders"`) },
  { name: 'asks for no scope', mcpServer: challenge((written) => written.replace('scope="orders:read", ', '')) },
  { name: 'issues tokens that only it reads', serverHabits: { tokens: 'opaque' } },
  { name: 'keeps a refresh token until its successor is used', serverHabits: { rotation: 'until-used' } },
  { name: 'gives each client a secret', serverHabits: { secrets: 'always' } },
  {
    name: 'reads the documents of its clients',
    authorizationServer: members(ofServer, () => ({
      registration_endpoint: undefined,
      client_id_metadata_document_supported: true,
    })),
  },
  { name: 'may be entered by a second authorization server', ...second() },
  {
    name: 'answers no issuer and promises none',
    authorizationServer: async (request, healthy) => {
      const answer = await members(ofServer, () => ({ authorization_response_iss_parameter_supported: undefined }))(
        request,
        healthy,
      );
      const location = answer.headers.get('location');
      if (location === null) return answer;
      const url = new URL(location);
      url.searchParams.delete('iss');
      return new Response(null, { status: 302, headers: { location: url.href } });
    },
  },
];
