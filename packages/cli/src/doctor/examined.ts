/** One examination on behalf of a person: with what they gave and allowed, told for a terminal or as JSON. */
import { examine, type Report } from '@granthouse/client/doctor';
import { printableJson } from '@granthouse/protocol';
import type { Given } from '../arguments.ts';
import { givenCredential, shownCredential } from '../connect/credential-options.ts';
import { givenClient } from '../connect/given-client.ts';
import { proxiesOf } from '../connect/proxies.ts';
import { reachOf, serverUrl } from '../connect/reach-options.ts';
import { showing } from '../connect/sign-in.ts';
import { anyHosts } from '../openapi/hosts.ts';
import type { Terminal } from '../terminal.ts';
import { progressOn } from './progress.ts';
import { reportText } from './report-text.ts';
import { screenOf } from './screen.ts';

/** Resolves with what is wrong in a few words; undefined when nothing stops the hosts. */
export async function examined(given: Given, terminal: Terminal): Promise<string | undefined> {
  const { flags, lists } = given;
  const url = serverUrl(given.words[0] ?? '');
  const hosts = anyHosts(lists['host']);
  const credential = shownCredential(await givenCredential(given, terminal));
  const client = await givenClient(given, terminal);
  const { port } = given.options;
  const progress = progressOn(process.stderr);
  const ended = new AbortController();
  const show = showing(terminal, { opensBrowser: flags['no-browser'] !== true, signal: ended.signal });
  const open = async (address: URL, start: URL) => {
    progress.clear();
    await show(address, start);
  };
  try {
    const report = await examine(url, {
      network: { ...reachOf(url, given), proxies: proxiesOf(process.env) },
      credential,
      hosts,
      register: flags['register'] === true,
      ...(flags['sign-in'] && { open }),
      ...(client && { client: { ...client, ...(port !== undefined && { port: Number(port) }) } }),
      onCheck: ({ asks }, { number, of }) => progress.show(`${number}/${of}  ${asks}`),
    });
    progress.clear();
    const inFull = lists['host'] !== undefined;
    terminal.say(flags['json'] ? printableJson(report, 2) : reportText(report, { ...screenOf(process), inFull }));
    return troubleIn(report, inFull);
  } finally {
    progress.clear();
    ended.abort();
  }
}

function troubleIn({ findings, verdicts }: Report, areNamed: boolean): string | undefined {
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  if (problems > 0) return problems === 1 ? 'a problem was found' : `${problems} problems were found`;
  const stopped = areNamed ? verdicts.filter(({ connects }) => connects === 'no') : [];
  if (stopped.length === 0) return undefined;
  const names = stopped.map(({ name }) => name);
  return names.length > 3 ? `${names.length} hosts do not connect` : `${names.join(', ')}: not connected`;
}
