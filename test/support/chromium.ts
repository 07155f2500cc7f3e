/** A real browser for the tests that need one: Debian's chromium, headless, with nothing that it would do by itself. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Milliseconds: several are started at once, on a machine that may be busy. */
const patience = 120_000;

export const hasChromium = existsSync(executablePath);

/** `resolved`: hosts that the browser finds at another address, such as `login.example.com` at `127.0.0.1:9443`. */
export function launchChromium(resolved: Readonly<Record<string, string>> = {}): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--no-first-run', '--disable-sync'];
  const contained = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const rules = Object.entries(resolved).map(([host, address]) => `MAP ${host} ${address}`);
  const found = rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : [];
  return chromium.launch({ executablePath, args: [...contained, ...quiet, ...found], timeout: patience });
}
