/**
 * A proxy in front of a protected server that adds the access token and changes nothing else: method, target, every
 * header as it was written, Host and Origin too, and bodies as they stream. It stands at the address of the resource.
 */
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { listenOn, stop } from '@granthouse/example-mcp-server/listening';

export interface TokenProxyOptions {
  /** Where to listen. */
  readonly port: number;
  /** Where the protected server listens. */
  readonly target: number;
  readonly token: () => Promise<string>;
}

export interface TokenProxy {
  close(): Promise<void>;
}

export async function startTokenProxy({ port, target, token }: TokenProxyOptions): Promise<TokenProxy> {
  const agent = new Agent({ keepAlive: true });

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const headers = [...incoming.rawHeaders, 'Authorization', `Bearer ${await token()}`];
    const { method, url: path } = incoming;
    const onward = request({ agent, headers, host: '127.0.0.1', method, path, port: target, setHost: false });
    onward.once('response', (answer) => {
      outgoing.sendDate = false;
      outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.rawHeaders);
      // A stream may stay silent for long, and its client must know that it is open.
      outgoing.flushHeaders();
      answer.once('error', () => outgoing.destroy()).pipe(outgoing);
    });
    onward.once('error', () => outgoing.destroy());
    outgoing.once('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  const servers = await listenOn(
    (incoming, outgoing) => {
      forward(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
    },
    { port, hosts: ['127.0.0.1', '::1'] },
  );
  return {
    async close() {
      agent.destroy();
      await Promise.all(servers.map(stop));
    },
  };
}
