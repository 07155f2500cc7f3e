/** What an authorization server offers in its metadata, and whether it is what hosts need (RFC 8414 §2). */
import { clipped, hostsWhich } from '../answers.ts';
import type { Check, Found } from '../check.ts';
import type { Probe } from '../probe.ts';
import { unlessOAuth } from './resource-metadata.ts';
import { serverOf } from './server-metadata.ts';

/** A check of one document, which is there when it is made. */
const check = (
  id: string,
  { section, asks, faults }: Pick<Check, 'section' | 'asks'> & { faults: (probe: Probe) => readonly Complaint[] },
): Check => ({
  id: `server-metadata.${id}`,
  section,
  asks,
  after: ['server-metadata.valid'],
  unless: unlessOAuth,
  judge: async (probe) => faults(probe).map((each) => ({ fault: 'authorization-server', ...each })),
});

type Complaint = Omit<Found, 'fault'>;

const pkce = check('pkce', {
  section: 'RFC 7636 §4.2; MCP 2025-11-25, authorization',
  asks: 'Does it say that it takes PKCE with S256?',
  faults: (probe) => withoutS256(serverOf(probe).code_challenge_methods_supported),
});

/** Nothing where S256 is among them. */
export function withoutS256(methods: unknown): Found[] {
  const listed = Array.isArray(methods) ? methods.map(String) : undefined;
  if (listed?.includes('S256')) return [];
  return [
    {
      seen: listed
        ? `the authorization server takes PKCE with ${clipped(listed.join(', '))}`
        : 'the authorization server does not say that it takes PKCE',
      expected: 'code_challenge_methods_supported: ["S256"]',
      remedy: 'Require PKCE with S256, and say so in the metadata: hosts refuse servers that do not.',
      fault: 'authorization-server',
      severity: 'problem',
    },
  ];
}

const clients = check('clients', {
  section: 'RFC 7591 §3; MCP 2025-11-25, client registration approaches',
  asks: 'Can a host that it was never told of become a client?',
  faults: (probe) => {
    const server = serverOf(probe);
    /**
     * Its word is all that can be known of documents. A request with a host's own client id settles nothing: a page to sign
     * in comes from many servers before they look at the client, and a page of an error comes as well when the host of the
     * document answers 403 to that data centre for a while (HOST-11), or when programs are kept out.
     */
    const takesDocuments = server.client_id_metadata_document_supported === true;
    if (server.registration_endpoint === undefined && !takesDocuments) {
      return [
        {
          seen: 'the authorization server offers neither registration nor client ID metadata documents',
          expected: 'registration_endpoint, or client_id_metadata_document_supported',
          remedy: 'Offer registration, or register each host by hand and give people its client id.',
          severity: 'warning',
        },
      ];
    }
    const methods = server.token_endpoint_auth_methods_supported;
    if (methods === undefined || methods.includes('none')) return [];
    const hosts = hostsWhich(
      probe,
      ({ token_endpoint_auth: { methods: can } }) => can.length === 1 && can[0] === 'none',
    );
    return hosts.length === 0
      ? []
      : [
          {
            seen: `the authorization server takes clients by ${clipped(methods.join(', '))}, and not public ones`,
            expected: 'none among token_endpoint_auth_methods_supported',
            remedy: 'Take public clients with PKCE: a program on a person’s machine keeps no secret.',
            severity: 'warning',
          },
        ];
  },
});

const grants = check('grants', {
  section: 'RFC 8414 §2; RFC 6749 §4.1 and §6',
  asks: 'Does it issue codes, and refresh tokens after that?',
  faults: (probe) => {
    const { grant_types_supported: types, response_types_supported: responses } = serverOf(probe);
    if ((types && !types.includes('authorization_code')) || !responses.includes('code')) {
      const seen = `the authorization server offers ${clipped([...(types ?? []), ...responses].join(', '))}`;
      const expected = 'authorization_code, by the response type code';
      return [{ seen, expected, remedy: 'Offer the authorization code grant.', severity: 'problem' }];
    }
    if (!types || types.includes('refresh_token')) return [];
    const seen = 'the authorization server does not say that it issues refresh tokens';
    const remedy = 'Issue refresh tokens, and say so: without them people sign in again and again.';
    return [{ seen, expected: 'refresh_token among grant_types_supported', remedy, severity: 'warning' }];
  },
});

const iss = check('iss', {
  section: 'RFC 9207 §3',
  asks: 'Does it say that its answers name the issuer?',
  faults: (probe) => {
    if (serverOf(probe).authorization_response_iss_parameter_supported) return [];
    const seen = 'the authorization server does not say that it sends iss with the code';
    const remedy = 'Send iss with each answer of the authorization endpoint, and say so in the metadata.';
    return [{ seen, expected: 'authorization_response_iss_parameter_supported: true', remedy, severity: 'note' }];
  },
});

export const serverOfferChecks: readonly Check[] = [pkce, clients, grants, iss];
