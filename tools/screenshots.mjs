/** `node tools/screenshots.mjs [part of a name]`: every state of every page as PNG in `.screenshots/`, phone and desktop, light and dark, and at 400 % zoom. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { SetupError } from './setup/setup-error.mjs';
import { mainOnSources } from './setup/sources.mjs';

const folder = join(root, '.screenshots');

/** At 400 % a desktop of 1280 pixels has room for 320. */
const screens = [
  { name: 'phone', viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, schemes: ['light', 'dark'] },
  { name: 'desktop', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1, schemes: ['light', 'dark'] },
  { name: 'zoomed', viewport: { width: 320, height: 200 }, deviceScaleFactor: 1, schemes: ['light'] },
  { name: 'forced', viewport: { width: 390, height: 844 }, schemes: ['dark'], forcedColors: 'active' },
];

await mainOnSources('tools/screenshots.mjs', async ([part = '']) => {
  const { hasChromium, launchChromium } = await import('../test/support/chromium.ts');
  if (!hasChromium) throw new SetupError('There is no /usr/bin/chromium.', 'Install it: apt-get install chromium');
  const browser = await launchChromium();
  try {
    await takeAll(browser, part);
  } finally {
    await browser.close();
  }
  console.log(`The pictures are in ${folder}`);
  return 0;
});

async function takeAll(browser, part) {
  const { servePages } = await import('../test/authorization-server/pages/page-server.ts');
  mkdirSync(folder, { recursive: true });
  const { states, sheet } = await import('../test/authorization-server/pages/states.ts');
  const { siteStates, siteSheet, script } = await import('../test/client/connections/site/states.ts');
  await takeEach(browser, { states: wanted(states, part), server: await servePages({ states, sheet }) });
  const site = await servePages({ states: siteStates, sheet: siteSheet, script });
  await takeEach(browser, { states: wanted(siteStates, part), server: site });
}

function wanted(states, part) {
  return states.filter(({ name }) => name.includes(part));
}

async function takeEach(browser, { states, server }) {
  for (const { name: screen, schemes, ...options } of screens) {
    for (const colorScheme of schemes) {
      const context = await browser.newContext({ ...options, colorScheme, javaScriptEnabled: false });
      const page = await context.newPage();
      for (const { name } of states) {
        await page.goto(`${server.origin}/${name}`);
        await page.screenshot({ path: join(folder, `${name}-${screen}-${colorScheme}.png`), fullPage: true });
      }
      await context.close();
    }
  }
  await server.close();
}
