/** A patient: the healthy server with exactly one thing broken, and who ought to be named for it. */
import type { GuardedFetchOptions } from '@granthouse/client';
import type { Fault } from '@granthouse/client/doctor';
import { type Handler, listening } from './healthy/answers.ts';
import { healthyAuthorizationServer, type ServerHabits } from './healthy/authorization-server.ts';
import { type CertificateKind, openAuthority } from './healthy/certificates.ts';
import { healthyMcpServer, type McpHabits } from './healthy/mcp-server.ts';

/** Answers in the place of the healthy server, which `healthy` asks. */
export type Ailment = (request: Request, healthy: Handler) => Promise<Response> | Response;

/** What is broken; nothing is the healthy server itself. */
export interface Ailments {
  readonly mcpServer?: Ailment;
  readonly authorizationServer?: Ailment;
  readonly mcpHabits?: McpHabits;
  readonly serverHabits?: ServerHabits;
  /** How often somebody may begin before the MCP server falls over. */
  readonly beginnings?: number;
  /** Puts both servers behind TLS, at names on the internet; this is what the MCP server shows. */
  readonly certificate?: CertificateKind;
}

export interface Patient extends Ailments {
  /** What is wrong with it, as its operator would say it afterwards. */
  readonly name: string;
  /** The id of the check that has to find it. */
  readonly check: string;
  /** Of what was seen and the change that mends it, one after the other. */
  readonly words: RegExp;
  /** Others that see the same fault from their side. */
  readonly also?: readonly string[];
  readonly fault: Fault;
}

export interface Admitted {
  /** Where its MCP endpoint is. */
  readonly url: string;
  /** How it is reached from here. */
  readonly network: GuardedFetchOptions;
  close(): Promise<void>;
}

export async function admit(ailments: Ailments = {}): Promise<Admitted> {
  const { resourceHost, issuerHost, network } = await hostsOf(ailments);
  const [resource, issuer] = [`${resourceHost.origin}/mcp`, issuerHost.origin];
  const server = await healthyAuthorizationServer(issuer, resource, ailments.serverHabits);
  const mcpServer = healthyMcpServer({ resource, issuer, verify: server.verify }, ailments.mcpHabits);
  issuerHost.answer(ailing(ailments.authorizationServer, server.handler));
  const fall = () => resourceHost.close();
  resourceHost.answer(mortal(ailing(ailments.mcpServer, mcpServer), { beginnings: ailments.beginnings, fall }));
  return {
    url: resource,
    network: { besides: 'loopback', ...network },
    async close() {
      await Promise.all([resourceHost.close(), issuerHost.close()]);
    },
  };
}

async function hostsOf({ certificate }: Ailments) {
  if (certificate === undefined) {
    return { resourceHost: await listening(), issuerHost: await listening(), network: {} };
  }
  const authority = openAuthority();
  const [shown, sound] = [
    authority.certificate(certificate, 'orders.test'),
    authority.certificate('sound', 'auth.test'),
  ];
  authority.close();
  return {
    resourceHost: await listening('orders.test', shown),
    issuerHost: await listening('auth.test', sound),
    network: { authorities: [authority.root], resolve: toThisMachine },
  };
}

const toThisMachine: NonNullable<GuardedFetchOptions['resolve']> = (_name, callback) =>
  callback(null, [{ address: '127.0.0.1', family: 4 }]);

interface Life {
  readonly beginnings: number | undefined;
  fall(): Promise<void>;
}

function mortal(handler: Handler, { beginnings = Infinity, fall }: Life): Handler {
  let begun = 0;
  return async (request) => {
    if (request.method === 'POST' && (await request.clone().text()).includes('"initialize"')) begun += 1;
    if (begun > beginnings) await fall();
    return handler(request);
  };
}

function ailing(ailment: Ailment | undefined, healthy: Handler): Handler {
  return ailment ? async (request) => ailment(request, healthy) : healthy;
}
