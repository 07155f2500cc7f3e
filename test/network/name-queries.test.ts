/** Names are asked for beside the threads of the process, and given up in time. */
import { createSocket } from 'node:dgram';
import { lookup, type LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, expect, it } from '@jest/globals';
import { nameQueries } from '@granthouse/network';

const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const types = { A: 1, AAAA: 28 } as const;

/** A name server that knows one address of one type for every name, or says nothing at all. */
async function nameServer(known?: { type: keyof typeof types; data: number[] }) {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closing.push(() => socket.close());
  socket.on('message', (query, { port, address }) => {
    if (known === undefined) return;
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const isKnown = question.readUInt16BE(question.length - 4) === types[known.type];
    const head = Buffer.from([query[0] ?? 0, query[1] ?? 0, 0x81, 0x80, 0, 1, 0, Number(isKnown), 0, 0, 0, 0]);
    const record = [0xc0, 12, 0, types[known.type], 0, 1, 0, 0, 0, 60, 0, known.data.length, ...known.data];
    socket.send(Buffer.concat([head, question, Buffer.from(isKnown ? record : [])]), port, address);
  });
  return promisify(
    nameQueries(() => {
      const resolver = new Resolver({ timeout: known ? 20_000 : 2_000, tries: 1 });
      resolver.setServers([`127.0.0.1:${socket.address().port}`]);
      return resolver;
    }),
  );
}

it.each<[string, keyof typeof types, number[], LookupAddress]>([
  ['IPv4', 'A', [8, 8, 4, 4], { address: '8.8.4.4', family: 4 }],
  ['IPv6', 'AAAA', [0x26, 0x06, ...Array<number>(13).fill(0), 1], { address: '2606::1', family: 6 }],
])('a name with addresses of %s alone has those', async (_title, type, data, found) => {
  const ask = await nameServer({ type, data });
  expect(await ask('host.example.com')).toEqual([found]);
});

it('names whose server is silent hold up no other lookup of the process, and are given up', async () => {
  const ask = await nameServer();
  const order: string[] = [];
  const silent = Array.from({ length: 20 }, (_, index) =>
    ask(`host${index}.example.com`).catch((error: NodeJS.ErrnoException) => order.push(error.code ?? '')),
  );
  await promisify(lookup)('localhost').then(() => order.push('localhost'));
  await Promise.all(silent);
  expect(order).toEqual(['localhost', ...silent.map(() => 'ETIMEOUT')]);
});
