/** The mark of the brand for the tab of a browser: its first letter, as beside its name on the page. */
import { escapeHtml } from '@granthouse/pages';

export function icon(name: string): string {
  const initial = escapeHtml((Array.from(name.trim())[0] ?? '').toUpperCase());
  const font = 'font-family="sans-serif" font-weight="700" font-size="18" text-anchor="middle"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#1b1d20"/><text x="16" y="22.5" fill="#fff" ${font}>${initial}</text></svg>`;
}
