/** A credential that knows what it has shown, so that a server's own words can be told without it. */
import type { Credential } from '../credentials/credential.ts';
import { secretForms } from '../credentials/secret-forms.ts';
import { lineWithoutSecrets, withoutSecrets } from '../credentials/without-secrets.ts';

export interface ShownCredential extends Credential {
  /** Text of the server, fit to be told in one line. */
  readonly redacted: (text: string) => string;
  /** JSON of the server, fit to be told. */
  readonly withoutSecrets: <T>(said: T) => T;
}

/** A token that was renewed meanwhile may still come back with an answer that was long under way. */
const mostRemembered = 3;

export function rememberShown(credential: Credential): ShownCredential {
  const shown = new Map<string, readonly string[]>();
  const forms = () => [...shown.values()].flat();
  return {
    kind: credential.kind,
    async fields() {
      const fields = await credential.fields();
      const key = JSON.stringify(fields);
      if (!shown.has(key)) shown.set(key, secretForms(fields));
      const [oldest] = shown.keys();
      if (shown.size > mostRemembered && oldest !== undefined) shown.delete(oldest);
      return fields;
    },
    refused: ({ challenges, ...refusal }) =>
      credential.refused({ ...refusal, challenges: withoutSecrets(challenges, forms()) }),
    redacted: (text) => lineWithoutSecrets(text, forms()),
    withoutSecrets: (said) => withoutSecrets(said, forms()),
  };
}
