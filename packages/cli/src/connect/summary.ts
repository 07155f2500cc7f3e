/** What is told of a connection: never what it shows to its server. */
import type { Connection } from '@granthouse/client';
import { printableText } from '@granthouse/protocol';
import { clipped, columns, counted } from '../openapi/text.ts';
import { shownUrl } from './failures.ts';
import type { KeptConnection, KeptCredential } from './kept-connections.ts';

/** What the server said of itself when it was asked for its tools. */
export interface Reached {
  readonly server: Connection['server'];
  readonly tools: number;
}

export interface Summary extends Partial<Reached> {
  readonly url: string;
  readonly account: string;
  readonly authentication: KeptCredential['kind'];
  readonly connectedAt: string;
  readonly headers?: readonly string[];
  readonly issuer?: string;
  readonly scope?: readonly string[];
  /** Of the access token, which is renewed where `isRenewed` says so. */
  readonly expiresAt?: string;
  readonly isRenewed?: boolean;
  /** What the server said when it renewed nothing any more: a person has to connect again. */
  readonly ended?: string;
}

export function summaryOf({ url, account, credential, connectedAt }: KeptConnection, reached?: Reached): Summary {
  const common = { url, account, authentication: credential.kind, connectedAt: new Date(connectedAt).toISOString() };
  return { ...common, ...reached, ...detailsOf(credential) };
}

function detailsOf(credential: KeptCredential): Partial<Summary> {
  if (credential.kind === 'headers') return { headers: Object.keys(credential.fields) };
  if (credential.kind !== 'oauth') return {};
  const { issuer, tokens, ended } = credential.authorization;
  return {
    issuer,
    ...(tokens.scope && { scope: tokens.scope }),
    ...(tokens.expiresAt !== undefined && { expiresAt: new Date(tokens.expiresAt).toISOString() }),
    isRenewed: tokens.refreshToken !== undefined,
    ...(ended !== undefined && { ended }),
  };
}

const ways: Readonly<Record<KeptCredential['kind'], string>> = {
  none: 'without a credential: the server asks for none',
  'api-key': 'with an API key',
  headers: 'with headers',
  oauth: 'by sign-in',
};

/** Of the scopes that a server grants; --json has the rest. */
const longest = 1_000;

export function summaryText(summary: Summary): string {
  const { url, account, authentication, server, tools, headers, issuer, scope } = summary;
  const name = clipped([server?.title || server?.name, server?.version].filter(Boolean).join(' '), columns);
  const detail = headers?.join(', ') ?? issuer;
  const lines = [
    `Connected to ${name === '' ? url : name}, ${ways[authentication]}${detail === undefined ? '' : ` (${detail})`}.`,
    ...(scope && scope.length > 0 ? [clipped(`It may: ${scope.join(' ')}`, longest)] : []),
    ...(account === 'default' ? [] : [`Account: ${account}`]),
    `It offers ${counted(tools ?? 0, 'tool')}: granthouse tools ${shownUrl(new URL(url))}`,
  ];
  return lines.map(printableText).join('\n');
}
