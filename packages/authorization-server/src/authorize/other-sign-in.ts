/** A sign-in that comes to the engine after somebody else's, in the same browser, has expired (OpenID Connect Core §3.1.2.3). */
import { errors, type Provider } from 'oidc-provider';

/**
 * The engine would have the browser post the question whether to sign the other one out, to an endpoint that is off. It
 * asks for that address at this moment alone.
 */
export function refuseOtherSignIn({ OIDCContext: { prototype } }: Provider): void {
  const { urlFor } = prototype;
  prototype.urlFor = function addressOf(name, parameters) {
    if (name === 'end_session_confirm') throw new errors.SessionNotFound('somebody else has signed in meanwhile');
    return urlFor.call(this, name, parameters);
  };
}
