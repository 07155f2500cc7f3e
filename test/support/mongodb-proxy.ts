/** Stands between the driver and the MongoDB server of the tests: reads each command, may answer it itself, and may be away. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { BSON, MongoClient } from 'mongodb';
import { freePort } from './free-port.ts';
import { mongodbUri } from './mongodb.ts';

export type Command = Readonly<Record<string, unknown>>;

export interface MongodbProxy {
  readonly uri: string;
  /** Host and port of the proxy. */
  readonly place: string;
  /** What was sent since the proxy began, but for what the driver asks on its own behalf. */
  readonly commands: Command[];
  /** Answers a command in the server's place where it gives something. */
  answer: (command: Command) => Command | undefined;
  /** Lets what was sent through, and breaks the connection instead of handing the answer back. */
  losesAnswers: boolean;
  /** Breaks every connection, and takes no new one. */
  refuse(): Promise<void>;
  /** Takes connections and commands, and never says a word again on any of them. */
  hang(): void;
  /** Is there again, at the same place. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** A message of the wire protocol; only OP_MSG is read (https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/). */
const opMsg = 2013;
const bodyAt = 21;

export async function startMongodbProxy(): Promise<MongodbProxy> {
  const uri = new MongoClient(mongodbUri ?? '');
  const [{ host = '127.0.0.1', port = 27_017 } = {}] = uri.options.hosts;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const upstream = keep(connect(port, host));
    carry(proxy, { client: keep(client), upstream });
  });
  // Whoever looks for it while it is away takes no port of that kind.
  const listenPort = await freePort();
  await listen(server, listenPort);
  const place = `127.0.0.1:${listenPort}`;
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const proxy = {
    uri: viaProxy(place),
    place,
    commands: [] as Command[],
    answer: (): undefined => {},
    losesAnswers: false,
    isHanging: false,
    async refuse() {
      server.close();
      cut();
      await once(server, 'close');
    },
    hang() {
      this.isHanging = true;
    },
    async comeBack() {
      this.isHanging = false;
      cut();
      if (!server.listening) await listen(server, listenPort);
    },
    async close() {
      if (server.listening) await this.refuse();
    },
  } satisfies MongodbProxy & { isHanging: boolean };
  return proxy;
}

/** Its user, password and options, and straight to the one place, whatever set the server belongs to. */
function viaProxy(place: string): string {
  const [, scheme = '', user = '', options = ''] =
    /^([^/]+\/\/)([^@]+@)?[^?]+(?:\?(.+))?$/u.exec(mongodbUri ?? '') ?? [];
  return `${scheme}${user}${place}/?${options && `${options}&`}directConnection=true`;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function carry(
  proxy: MongodbProxy & { isHanging: boolean },
  { client, upstream }: { client: Socket; upstream: Socket },
): void {
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
  upstream.on('data', (bytes: Buffer) => {
    if (proxy.isHanging) return;
    if (proxy.losesAnswers) client.destroy();
    else client.write(bytes);
  });
  let waiting = Buffer.alloc(0);
  client.on('data', (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE()) {
      const message = waiting.subarray(0, waiting.readInt32LE());
      waiting = waiting.subarray(message.length);
      if (proxy.isHanging) continue;
      const answer = answerOf(proxy, message);
      if (answer) client.write(answer);
      else upstream.write(message);
    }
  });
}

function answerOf(proxy: MongodbProxy, message: Buffer): Buffer | undefined {
  if (message.readInt32LE(12) !== opMsg) return undefined;
  const command = BSON.deserialize(message.subarray(bodyAt)) as Command;
  if ('hello' in command || 'ismaster' in command || 'endSessions' in command) return undefined;
  proxy.commands.push(command);
  const answer = proxy.answer(command);
  return answer && messageOf(answer, message.readInt32LE(4));
}

function messageOf(answer: Command, responseTo: number): Buffer {
  const body = BSON.serialize(answer);
  const head = Buffer.alloc(bodyAt);
  [bodyAt + body.length, 0, responseTo, opMsg].forEach((value, index) => head.writeInt32LE(value, index * 4));
  return Buffer.concat([head, body]);
}
