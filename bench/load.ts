/** Sends requests over connections that stay open, a few at a time, and holds every answer to the status it must have. */
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Call {
  readonly method: 'GET' | 'OPTIONS' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One connection: a call is sent when the one before was answered. */
export interface Connection {
  answerTo(call: Call, status: number): Promise<string>;
  close(): void;
}

export interface Answers {
  /** The bodies, in the order of the calls. */
  readonly bodies: string[];
  /** How long each waited, but for the first of each connection, which opened it. */
  readonly milliseconds: number[];
  /** From the first request to the last answer. */
  readonly seconds: number;
}

const usualConnections = 8;

/** The bodies of the answers, in the order of the calls. */
export async function send(port: number, calls: readonly Call[], status: number): Promise<string[]> {
  return (await timed(port, calls, { status })).bodies;
}

export async function timed(
  port: number,
  calls: readonly Call[],
  { status, connections = usualConnections }: { status: number; connections?: number },
): Promise<Answers> {
  const bodies: string[] = [];
  const milliseconds: number[] = [];
  const queue = calls.entries();
  const work = async () => {
    const connection = connectionTo(port);
    let isOpen = false;
    for (const [index, call] of queue) {
      const sentAt = performance.now();
      bodies[index] = await connection.answerTo(call, status);
      if (isOpen) milliseconds.push(performance.now() - sentAt);
      isOpen = true;
    }
    connection.close();
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  return { bodies, milliseconds, seconds: (performance.now() - startedAt) / 1000 };
}

export function connectionTo(port: number): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    answerTo: (call, status) => answerTo({ port, agent, call }, status),
    close: () => agent.destroy(),
  };
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
