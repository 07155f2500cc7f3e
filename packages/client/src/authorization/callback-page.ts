/** What a person sees in the browser when a sign-in comes back to a program on their own machine: one page that needs nothing else. */
import { html, layout, stylesheet } from '@granthouse/pages';

/** The stylesheet is inside the page: the program may be gone before a browser asks for more. */
const stylesheetPath = `data:text/css;base64,${Buffer.from(stylesheet().css).toString('base64')}`;

export const callbackHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  connection: 'close',
};

const texts = {
  came: { title: 'Thank you', lead: 'You can close this window and go back to where you began.' },
  refused: { title: 'Not signed in', lead: 'The sign-in was refused. Go back to where you began to see why.' },
  used: {
    title: 'This address was opened already',
    lead: 'If it was not you, somebody else uses this machine: stop the sign-in where you began it, and begin again.',
  },
  nothing: { title: 'Nothing is waiting here', lead: 'This sign-in has ended already, or it began somewhere else.' },
};

export function callbackPage(what: keyof typeof texts): string {
  const { title, lead } = texts[what];
  const main = html`<h1>${title}</h1>
    <p class="lead">${lead}</p>`;
  return layout({ brand: { name: 'Granthouse' }, stylesheetPath, homePath: '/' }, { title, main });
}
