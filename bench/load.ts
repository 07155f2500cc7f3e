/** Sends requests over connections that stay open, a few at a time, and holds every answer to the status it must have. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const connections = 8;

/** The bodies of the answers, in the order of the calls. */
export async function send(port: number, calls: readonly Call[], status: number): Promise<string[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const bodies: string[] = [];
  const queue = calls.entries();
  const work = async () => {
    for (const [index, call] of queue) bodies[index] = await answerTo({ port, agent, call }, status);
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return bodies;
}

/** One call on a connection of its own. */
export function sendOne(port: number, call: Call, status: number): Promise<string> {
  return answerTo({ port, agent: false, call }, status);
}

function answerTo(
  { port, agent, call }: { port: number; agent: Agent | false; call: Call },
  status: number,
): Promise<string> {
  const { method, path, headers, body = '' } = call;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
      text(answer).then((received) => {
        if (answer.statusCode === status) resolve(received);
        else reject(new Error(`${method} ${path} answered ${answer.statusCode}, not ${status}: ${received}`));
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
