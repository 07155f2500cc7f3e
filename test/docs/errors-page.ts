/** `docs/errors.md`, written from the table of refusals: the same words as the pages at `/errors/<code>`. */
import type { OpenRefusal, SecretRefusal } from '../../packages/authorization-server/src/refusals/entry.ts';
import { remediesByHost } from '../../packages/authorization-server/src/refusals/remedies-by-host.ts';
import { openRefusals, refusals } from '../../packages/authorization-server/src/refusals/table.ts';

const head = `# Errors

Every refusal of the authorization server has a stable code. Its page is served by the server itself at \`/errors/<code>\` below the issuer, and says in plain words what happened, what to do now, and for builders the cause and the remedy. \`error_uri\` leads there (RFC 6749 §4.1.2.1, §5.2): in the JSON of \`/token\`, \`/register\`, \`/introspect\` and \`/revoke\`, in the error that a redirect brings back to the client, and from the page that a person meets.

**The reference.** An answer ends its \`error_description\`, and a page its text, with a reference such as \`4f1c9a02b7d3\`. It finds one line in the log, with the true code and the detail, as \`grep 4f1c9a02b7d3\` shows. None have [\`not_found\`](#not_found), [\`host.foreign\`](#hostforeign) and [\`method.foreign\`](#methodforeign), which hosts probe by the thousand and say all there is to say, and [\`too_many_requests\`](#too_many_requests), which would fill the log with a flood.

\`\`\`text
{"level":"info","message":"refused","reference":"4f1c9a02b7d3","code":"refresh_token.replayed","error":"invalid_grant","method":"POST","path":"/token","client_id":"dcr_1_…","detail":"refresh token already used"}
\`\`\`

Such lines are of level \`info\`: \`granthouse serve\` writes them, and a program does with \`log: stderrLog('info')\` or a log of its own. Faults of the server are of level \`error\`.

**What the wire does not say.** Why a code, a token or a client's proof was refused would tell a thief whether what they hold is alive. All these refusals are answered alike, byte for byte but for the reference, and lead to the page of their RFC code: [only in the log](#only-in-the-log). Whatever follows from the request alone has a page of its own.

The page is made by \`npm run errors-page\` from the table in \`packages/authorization-server/src/refusals\`, and a test fails when it is out of step.
`;

/** The whole page as Markdown. */
export function errorsPage(): string {
  return [head, overview(), ...openRefusals().map(sectionOf), secrets(), whereInApps()].join('\n');
}

function overview(): string {
  const rows = openRefusals().map(([code, { error, title }]) => [
    `[\`${code}\`](#${anchorOf(code)})`,
    `\`${error}\``,
    title,
  ]);
  return `## Codes with a page\n\n${table(['code', 'on the wire', 'what the person reads'], rows)}`;
}

function sectionOf([code, refusal]: readonly [string, OpenRefusal]): string {
  const { error, section, title, what, steps, cause, remedy, connectAgain, inTheLog } = refusal;
  const inApps = connectAgain ? ' In apps that are known: [where that is](#where-to-connect-again).' : '';
  const log = inTheLog ? `- In the log: ${inTheLog}\n` : '';
  return `### \`${code}\`

\`${error}\`, ${section}

**${title}.** ${what} ${steps.join(' ')}${inApps}

- Cause: ${cause}
- Remedy: ${remedy}
${log}`;
}

function secrets(): string {
  const rows = Object.entries(refusals).flatMap(([code, refusal]) => {
    if (!('isSecret' in refusal)) return [];
    const { error, cause, remedy }: SecretRefusal = refusal;
    return [[`\`${code}\``, `[\`${error}\`](#${error})`, cause, remedy]];
  });
  return `## Only in the log\n\n${table(['code', 'on the wire, and its page', 'cause', 'what to look at'], rows)}`;
}

function whereInApps(): string {
  const rows = remediesByHost.map(({ app, steps, source, read }) => [app, steps, `[${read}](${source})`]);
  return `## Where to connect again\n\n${table(['app', 'steps', 'source, read on'], rows)}`;
}

/** The anchor that a heading gets when Markdown is shown. */
const anchorOf = (heading: string) => heading.replaceAll('.', '');

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}
