/** A client that was registered by hand, as a person names it: its secret never as an argument (RFC 6749 §2.2). */
import type { Given } from '../arguments.ts';
import type { Terminal } from '../terminal.ts';
import { givenSecret } from './credential-options.ts';

/** Asks for the secret, where it isn't in the environment; undefined without `--client-id`. */
export async function givenClient({ options }: Given, terminal: Terminal) {
  const clientId = options['client-id'];
  const variable = options['client-secret'];
  if (clientId === undefined) return undefined;
  const { issuer } = options;
  const given = { clientId, ...(issuer !== undefined && { issuer }) };
  if (variable === undefined) return given;
  const clientSecret = await givenSecret(variable, { option: '--client-secret', asks: 'Client secret', terminal });
  return { ...given, clientSecret };
}
