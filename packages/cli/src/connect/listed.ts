/** The connections that are kept on this machine. */
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { row, type Terminal } from '../terminal.ts';
import { keptOnThisMachine } from './client-session.ts';
import { summaryOf } from './summary.ts';

export async function listConnections(given: Given, terminal: Terminal): Promise<void> {
  const kept = await keptOnThisMachine(terminal).list();
  const summaries = kept.map((each) => summaryOf(each));
  if (given.flags['json']) return terminal.say(printableJson(summaries, 2));
  // Beside the output, so that a script that cuts columns finds connections alone.
  if (kept.length > 0) terminal.complain(row(['ADDRESS', 'ACCOUNT', 'CREDENTIAL', 'ISSUER', 'STATE']));
  for (const { url, account, authentication, issuer = '', ended } of summaries) {
    terminal.say(row([url, account, authentication, issuer, ended === undefined ? '' : 'ended: connect again']));
  }
  if (kept.length === 0) terminal.complain('Nothing is connected: granthouse connect URL');
}
