/** A person signs in with their browser: the address is opened and printed, and the answer comes back to this machine. */
import { signInHere, type Authorization, type SignInHereOptions } from '@granthouse/client';
import { printableText } from '@granthouse/protocol';
import type { Terminal } from '../terminal.ts';
import { openBrowser } from './browser.ts';

interface SigningIn extends Omit<SignInHereOptions, 'open' | 'signal'> {
  readonly terminal: Terminal;
  readonly opensBrowser: boolean;
}

export async function signIn(endpoint: URL, { terminal, opensBrowser, ...options }: SigningIn): Promise<Authorization> {
  const ended = new AbortController();
  const open = showing(terminal, { opensBrowser, signal: ended.signal });
  try {
    return await signInHere(endpoint, { ...options, open });
  } finally {
    ended.abort();
  }
}

/** Sends a person to where they sign in; where no browser opens, they may paste what it ends at, until `signal`. */
export function showing(
  terminal: Terminal,
  { opensBrowser, signal }: { readonly opensBrowser: boolean; readonly signal: AbortSignal },
): SignInHereOptions['open'] {
  return async (url, start) => {
    terminal.complain(`Sign in with your browser:\n\n  ${printableText(url.href)}\n`);
    if (opensBrowser && (await openBrowser(start))) return;
    terminal.complain('Open that address in a browser.');
    void pastedAnswer(url, terminal, signal);
  };
}

const question = `Where the browser runs on another machine, it ends at an address that it can't
reach. Paste that address here: `;

/** Brings what was pasted to where the browser could not. */
async function pastedAnswer(url: URL, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const redirectUri = url.searchParams.get('redirect_uri') ?? '';
  for await (const text of terminal.pasted(question, signal)) {
    if (text.startsWith(`${redirectUri}?`) && (await isTaken(text))) return;
    terminal.complain(`That is no answer to this sign-in: it begins with ${redirectUri}?`);
  }
}

async function isTaken(answer: string): Promise<boolean> {
  return fetch(answer).then(
    ({ ok }) => ok,
    () => false,
  );
}
