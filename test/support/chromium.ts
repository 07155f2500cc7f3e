/** A real browser for the tests that need one: Debian's chromium, headless, with nothing that it would do by itself. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

export const hasChromium = existsSync(executablePath);

export function launchChromium(): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--no-first-run', '--disable-sync'];
  const contained = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath, args: [...contained, ...quiet] });
}
