/** A browser as a program: opens the address that it is given, does what the person does there, and goes where it is sent. */
import { authorize } from './connect.ts';

const [, , address = '', ...bends] = process.argv;

// A program on this machine may send it on from an address of its own.
const isStart = new URL(address).pathname.startsWith('/start/');
const sentOn = isStart ? (await fetch(address, { redirect: 'manual' })).headers.get('location') : address;
const answer = await authorize(sentOn ?? '');
// A forged answer: each `name=value` stands in for what the server sent.
for (const bend of bends) {
  const [name = '', value = ''] = bend.split('=');
  answer.searchParams.set(name, value);
}
const arrived = await fetch(answer, { signal: AbortSignal.timeout(60_000) });
if (!arrived.ok) throw new Error(`the application answered ${arrived.status}: ${await arrived.text()}`);
