/** The page where an admin adds a server, or changes one: its name, its address, how to sign in to it, and whose access is used. */
import { attributes, html, type HtmlValue, type PageContext, type SafeHtml } from '@granthouse/pages';
import type { ConnectionView, Detected } from '../../connections.ts';
import { accessChoices, authenticationChoices } from './add-choices.ts';
import { backTo, backToAll, copied, failureNote, field, madeFrom, note, sitePage, type Viewer } from './frame.ts';
import type { Typed } from './typed.ts';
import type { Failure } from './words.ts';

export interface AddProps {
  readonly viewer: Viewer;
  readonly typed: Typed;
  readonly redirectUri: string;
  /** Milliseconds since the epoch: what it has added since is not added twice. */
  readonly openedAt: number;
  /** A sentence for each field that has to be mended. */
  readonly problems?: Readonly<Record<string, string>>;
  readonly detected?: Detected | undefined;
  /** Why nothing was added, where no field is to blame. */
  readonly failure?: Failure | undefined;
  /** The connection that is changed; nothing is added then. */
  readonly changing?: ConnectionView | undefined;
  /** Why it is shown with what was entered, where nothing of that is wrong. */
  readonly notice?: string | undefined;
  /** What somebody else made of it after the form was shown. */
  readonly meanwhile?: Typed;
}

export function addPage(context: PageContext, props: AddProps): string {
  const { viewer, failure, detected, changing, problems = {}, meanwhile, typed, notice, openedAt } = props;
  const isRefused = Object.keys(problems).length > 0 || meanwhile !== undefined || notice !== undefined;
  const heading = changing ? 'Change the connection' : 'Add a connection';
  return sitePage(context, {
    title: isRefused || failure !== undefined ? `Problem: ${heading}` : heading,
    viewer,
    main: html`${changing ? backTo(changing) : backToAll()}
      <h1>${heading}</h1>
      <p class="lead">${changing ? changingWords : 'Any MCP server that speaks Streamable HTTP.'}</p>
      ${failure && failureNote(failure)} ${notice !== undefined && note(notice, 'problem')}
      ${meanwhile && changedMeanwhile(meanwhile, typed)}
      ${Object.keys(problems).length > 0 && failure === undefined && note('Nothing was saved yet: please look at the fields below.', 'problem')}
      ${detected && note(found(detected), detected.asks === 'oauth-ready' || detected.asks === 'none' ? 'done' : 'plain')}
      <form method="post" action="${changing ? `/connections/${changing.id}/edit` : '/add'}">
        <input type="hidden" name="csrf" value="${viewer.csrfToken}" />
        ${changing ? madeFrom(changing) : html`<input type="hidden" name="openedAt" value="${openedAt}" />`}
        ${fields(props)} ${changing ? button('save', 'Save changes', 'primary') : adding}
      </form>`,
  });
}

const changingWords =
  'Agents keep the names of its tools. Another address, or another way to sign in, ends everybody’s access to it.';

const ways = {
  auto: 'Find out',
  oauth: 'Sign-in',
  'api-key': 'API key',
  headers: 'Custom headers',
  none: 'Nothing',
};

/** Each field that is another by now than what was entered. */
function changedMeanwhile(now: Typed, typed: Typed): SafeHtml {
  const rows: ReadonlyArray<readonly [label: string, now: string, typed: string]> = [
    ['Name', now.name, typed.name],
    ['Address of the server', now.url, typed.url],
    ['How to sign in to it', ways[now.kind], ways[typed.kind]],
    ['Header that carries it', now.header, typed.header],
    ['Names of the headers', now.headerNames, typed.headerNames],
    ['Client ID', now.clientId, typed.clientId],
    ['Authorization server', now.issuer, typed.issuer],
  ];
  const others = rows.filter(([, is, entered]) => is !== entered);
  return html`<div class="note problem" role="alert">
    <p>Somebody else changed this connection after you opened this page. Nothing of yours is saved yet.</p>
    <p class="small">
      Below is what you entered. ${others.length > 0 ? 'Saved by now is:' : 'It is what is saved by now, too.'}
    </p>
    ${
      others.length > 0 &&
      html`<dl class="facts">
        ${others.map(
          ([label, is]) =>
            html`<div>
              <dt>${label}</dt>
              <dd><bdi>${is === '' ? 'nothing' : is}</bdi></dd>
            </div>`,
        )}
      </dl>`
    }
  </div>`;
}

const button = (step: string, label: string, look: 'primary' | 'secondary'): SafeHtml =>
  html`<button class="${look}" name="step" value="${step}"><span>${label}</span></button>`;

/** The first is what the return key presses. */
const adding = html`${button('add', 'Add connection', 'primary')}
${button('check', 'Only check the address', 'secondary')}`;

function found({ asks, issuer }: Detected): HtmlValue {
  const where = issuer === undefined ? '' : html` at <bdi>${issuer}</bdi>`;
  switch (asks) {
    case 'none':
      return 'The server answers, and asks for nothing: everybody can use it.';
    case 'oauth-ready':
      return html`The server asks people to sign in${where}. Nothing else is needed here.`;
    case 'oauth-client-needed':
      return html`The server asks people to sign in${where}, and takes only apps that it was told of. Register one there
      with the redirect URI below, and give its client ID.`;
    case 'credential':
      return 'The server wants a key or headers, and does not say which. Choose below what you were given.';
  }
}

function fields(props: AddProps): SafeHtml {
  const { typed, changing, problems = {} } = props;
  return html`${field({
      name: 'name',
      label: 'Name',
      hint: 'As your team knows it, such as Internal CRM. Agents see a short form of it.',
      value: typed.name,
      problem: problems['name'],
      attributes: { required: true, maxlength: '60' },
    })}
    ${field({
      name: 'url',
      label: 'Address of the server',
      value: typed.url,
      problem: problems['url'],
      attributes: { type: 'url', inputmode: 'url', required: true, placeholder: 'https://crm.example.com/mcp' },
    })}
    <div class="choose">
      ${authenticationChoices(typed, { problem: problems['headerNames'], isChange: changing !== undefined })}
      ${!changing && accessChoices(typed)} ${advanced(props)}
    </div>`;
}

function advanced(props: AddProps): SafeHtml {
  const { typed, detected, problems = {} } = props;
  const isOpen =
    detected?.asks === 'oauth-client-needed' ||
    typed.clientId !== '' ||
    ['clientId', 'issuer', 'clientSecret', 'header', 'key'].some((name) => problems[name] !== undefined);
  return html`<details class="advanced" ${attributes({ open: isOpen })}>
    <summary>Advanced settings</summary>
    ${ownApp(props)} ${keySettings(props)}
  </details>`;
}

const ownApp = ({ typed, redirectUri, problems = {} }: AddProps): SafeHtml =>
  html`<div class="if-oauth">
    <h2>An OAuth app of your own</h2>
    <p class="hint">Only where the server does not register apps by itself. Register this redirect URI there:</p>
    ${copied(redirectUri, 'redirect-uri')}
    ${field({ name: 'clientId', label: 'Client ID', value: typed.clientId, problem: problems['clientId'] })}
    ${field({
      name: 'issuer',
      label: 'Authorization server',
      hint: 'Who gave you the client ID. It is used there and nowhere else, whatever the MCP server names.',
      value: typed.issuer,
      problem: problems['issuer'],
      attributes: { type: 'url', inputmode: 'url', placeholder: 'https://login.example.com' },
    })}
    ${field({
      name: 'clientSecret',
      label: 'Client secret',
      hint: 'Leave it empty for a public client. Kept sealed, and never shown again.',
      problem: problems['clientSecret'],
      attributes: { type: 'password', autocomplete: 'new-password' },
    })}
  </div>`;

const keySettings = ({ typed, problems = {} }: AddProps): SafeHtml =>
  html`<div class="if-key">
    <h2>The API key</h2>
    ${field({
      name: 'header',
      label: 'Header that carries it',
      hint: 'Authorization by default, where it is sent as a bearer token.',
      value: typed.header,
      problem: problems['header'],
      attributes: { placeholder: 'Authorization' },
    })}
    <div class="if-shared">
      ${field({
        name: 'key',
        label: 'Access token for everyone',
        hint: 'Can be given later. Kept sealed, and never shown again.',
        problem: problems['key'],
        attributes: { type: 'password', autocomplete: 'new-password' },
      })}
    </div>
  </div>`;
