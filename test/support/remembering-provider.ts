/** What a host keeps between requests, for the OAuth of both SDK lines: registration, tokens, verifier, and where the browser was sent. */

const redirectUrl = 'http://127.0.0.1:7788/oauth/callback';

interface Tokens {
  access_token: string;
  token_type: string;
  refresh_token?: string;
  expires_in?: number;
  scope?: string;
  id_token?: string;
  /** The authorization server that they are from, which the host notes down. */
  issuer?: string;
}

interface ClientInformation {
  client_id: string;
  client_secret?: string;
  issuer?: string;
}

export class RememberingProvider {
  readonly redirectUrl = redirectUrl;
  readonly clientMetadata = {
    client_name: 'Journey host',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  registrations = 0;
  refreshed = 0;
  registered: ClientInformation | undefined;
  kept: Tokens | undefined;
  sentTo: URL | undefined;
  #verifier = '';
  #discovery: unknown;

  state(): string {
    return 'a state with odd characters +/= and ünïcode';
  }

  clientInformation(): ClientInformation | undefined {
    return this.registered;
  }

  saveClientInformation(information: ClientInformation): void {
    this.registrations += 1;
    this.registered = information;
  }

  tokens(): Tokens | undefined {
    return this.kept;
  }

  saveTokens(tokens: Tokens): void {
    if (this.kept) this.refreshed += 1;
    this.kept = tokens;
  }

  redirectToAuthorization(url: URL): void {
    this.sentTo = url;
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }

  codeVerifier(): string {
    return this.#verifier;
  }

  saveDiscoveryState(state: unknown): void {
    this.#discovery = state;
  }

  /** What the host found out before it sent the person away: it holds the answer against this (RFC 9207 §2.4). */
  discoveryState(): undefined {
    return this.#discovery as undefined;
  }

  /** Where the browser must go now; throws when the host never sent it anywhere. */
  takeRedirect(): URL {
    if (!this.sentTo) throw new Error('the host did not open a browser');
    const url = this.sentTo;
    this.sentTo = undefined;
    return url;
  }
}
