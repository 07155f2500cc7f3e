/** Fills the placeholders of a profile: what differs from connection to connection. */

export type Values = Readonly<Record<string, string | undefined>>;

/** What an installation, an application or the host itself chooses; the rest comes from the connection. */
export const chosenByHosts = {
  app: 'An app',
  callback_id: 'OUbdUMlL15Ct',
  connector_id: 'cr938-5fzephyr-20mcp-5f43bcb8573bc3e84',
  host: 'chat.example.com',
  ide_external_uri: 'https://ide.example.dev/continue/callback',
  native_or_web: 'native',
  origin: 'https://tools.example.com',
  port: '49152',
  redirect_uri: 'http://localhost:49152/callback',
  response_types_supported: 'code',
  scope: 'mcp:tools',
  server: 'orders',
  state: 'YWJjK2RlZi9naGk9',
  version: '1.0.0',
  web_host: 'cloudshell.example.dev',
} as const;

/** Throws for a placeholder that has no value: a request that says `{{…}}` proves nothing. */
export function filled<Value>(value: Value, values: Values): Value {
  if (typeof value === 'string') return filledText(value, values) as Value;
  if (Array.isArray(value)) return value.map((entry: unknown) => filled(entry, values)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, values)])) as Value;
}

function filledText(text: string, values: Values): string {
  return text.replaceAll(/\{\{(?<name>[^}]+)\}\}/gu, (_whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nothing to put into {{${name}}} of ${text}`);
    return value;
  });
}
