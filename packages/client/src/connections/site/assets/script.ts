/** What script adds to pages that work without it: copying, a button that says it is at work, no second press. */
import { createHash } from 'node:crypto';

const source = `for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy)?.textContent ?? '';
    const copied = await navigator.clipboard.writeText(text).then(() => true, () => false);
    button.textContent = copied ? 'Copied' : 'Press Ctrl+C';
    if (!copied) getSelection()?.selectAllChildren(document.getElementById(button.dataset.copy));
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
}
// What was done is told once, and not again to whoever reloads.
if (location.search.startsWith('?done=')) history.replaceState(null, '', location.pathname);
const busy = { check: 'Asking the server…' };
let sent;
document.addEventListener('submit', (event) => {
  if (sent === event.target) return event.preventDefault();
  sent = event.target;
  const button = event.submitter;
  if (!button) return;
  button.setAttribute('aria-busy', 'true');
  const words = button.querySelector('span') ?? button;
  words.dataset.before = words.textContent;
  words.textContent = busy[button.value] ?? 'One moment…';
});
// Whoever comes back finds a page that can be used again.
addEventListener('pageshow', () => {
  sent = undefined;
  for (const button of document.querySelectorAll('[aria-busy]')) {
    button.removeAttribute('aria-busy');
    const words = button.querySelector('span') ?? button;
    words.textContent = words.dataset.before ?? words.textContent;
  }
});
`;

/** A module, under a name that changes with its content. */
export function siteScript(): { readonly path: string; readonly source: string } {
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16);
  return { path: `/assets/connections-${hash}.js`, source };
}
