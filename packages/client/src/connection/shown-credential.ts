/** A credential that knows what it has shown, so that a server's own words can be told without it. */
import type { Credential } from '../credentials/credential.ts';
import type { HeaderFields } from '../credentials/header-fields.ts';
import { withoutSecrets } from '../credentials/without-secrets.ts';

export interface ShownCredential extends Credential {
  /** Text of the server, fit to be told. */
  readonly redacted: (text: string) => string;
}

export function rememberShown(credential: Credential): ShownCredential {
  let shown: HeaderFields = {};
  return {
    kind: credential.kind,
    fields: async () => (shown = await credential.fields()),
    refused: (refusal) => credential.refused(refusal),
    redacted: (text) => withoutSecrets(text, shown),
  };
}
