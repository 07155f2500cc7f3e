/** Loaded before a snippet: tells the parent when it listens, so that no test has to guess how long that takes. */
import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function listenAndTell(this: Server, ...args: unknown[]): Server {
  this.once('listening', () => process.send?.('listening'));
  return Reflect.apply(listen, this, args) as Server;
};
