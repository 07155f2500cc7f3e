/** A browser as a program: opens the address that it is given, does what the person does there, and goes where it is sent. */
import { authorize } from './connect.ts';

const [, , address = '', ...bends] = process.argv;

const answer = await authorize(address);
// A forged answer: each `name=value` stands in for what the server sent.
for (const bend of bends) {
  const [name = '', value = ''] = bend.split('=');
  answer.searchParams.set(name, value);
}
const arrived = await fetch(answer, { signal: AbortSignal.timeout(60_000) });
if (!arrived.ok) throw new Error(`the application answered ${arrived.status}: ${await arrived.text()}`);
