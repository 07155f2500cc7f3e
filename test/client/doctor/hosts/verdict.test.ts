/** The verdict of each host, from its profile and from what was found: what nobody knows of it is never counted as no. */
import { describe, expect, it } from '@jest/globals';
import type { Finding, Learned, Verdict } from '@granthouse/client/doctor';
import { hostProfiles } from '@granthouse/host-profiles';
import { verdictOf } from '../../../../packages/client/src/doctor/hosts/verdict.ts';

const server = {
  issuer: 'https://auth.example',
  authorization_endpoint: 'https://auth.example/authorize',
  token_endpoint: 'https://auth.example/token',
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
};
const withRegistration = { ...server, registration_endpoint: 'https://auth.example/register' };
const withDocuments = {
  ...server,
  client_id_metadata_document_supported: true,
  token_endpoint_auth_methods_supported: ['none'],
};

const finding = (check: string, rest: Partial<Finding> = {}): Finding => ({
  check,
  section: 'RFC 8414 §2',
  seen: `${check} was seen`,
  expected: 'another',
  remedy: 'Mend it.',
  fault: 'authorization-server',
  severity: 'problem',
  ...rest,
});

function verdict(id: string, learned: Learned, findings: readonly Finding[] = []): Verdict {
  const host = hostProfiles().find((each) => each.id === id);
  if (!host) throw new Error(`no profile ${id}`);
  return verdictOf(host, { probe: { learned }, findings });
}

const oauth = (metadata: object = withRegistration): Learned =>
  ({ way: 'oauth', servers: [metadata] }) as unknown as Learned;

type Row = readonly [string, Learned, readonly Finding[], Verdict['connects'], string | RegExp];

describe('by what the server offers', () => {
  it.each<Row>([
    ['duvo', oauth(), [], 'yes', 'OAuth, DCR found'],
    ['duvo', oauth(server), [], 'yes', /client id that you give it, registered with https:\/\/platform\.duvo\.ai\//],
    ['duvo', { way: 'open' }, [], 'yes', 'the server asks for nothing'],
    ['duvo', { way: 'credential' }, [], 'yes', 'with a key or headers'],
    ['claude-code', oauth({ ...withRegistration, ...withDocuments }), [], 'yes', /client ID metadata documents/],
    ['claude-code', oauth({ ...withRegistration, client_id_metadata_document_supported: true }), [], 'yes', /DCR/],
    ['chatgpt', oauth({ ...withRegistration, ...withDocuments }), [], 'yes', /client ID metadata documents/],
    ['v0', oauth(withDocuments), [], 'yes', /client ID metadata documents/],
    ['v0', oauth(), [], 'unknown', /nothing is known of how it registers/],
    ['v0', oauth(server), [], 'unknown', /whether it takes a client id is not known/],
    ['amp', oauth(), [], 'unknown', /nothing is known of how it registers/],
    ['amp', { way: 'credential' }, [], 'unknown', /whether it takes a key or headers is not known/],
    ['openai-responses-api', oauth(), [], 'yes', /token that the application brings/],
    ['sdk-java', oauth(), [], 'no', /it has none; a token can be given to it as a header/],
    ['sdk-java', { way: 'credential' }, [], 'yes', 'with a key or headers'],
    ['sdk-go', { way: 'credential' }, [], 'yes', 'with a key or headers'],
    ['raycast', oauth(), [], 'yes', 'OAuth, DCR found'],
    ['duvo', {}, [], 'unknown', /could not be seen/],
  ])('%s', (id, learned, findings, connects, because) => {
    expect(verdict(id, learned, findings)).toMatchObject({ connects, because: expect.stringMatching(because) });
  });
});

describe('by what came of the bodies that it sends', () => {
  const answer = (accepted: boolean, rest: object = {}) => ({
    body: { id: 'a', confidence: 'source', complete: true },
    redirectUris: ['cursor://anysphere.cursor-mcp/oauth/callback', 'http://localhost:8787/callback'],
    status: accepted ? 201 : 400,
    answered: accepted ? '201' : '400 invalid_redirect_uri',
    accepted,
    ...rest,
  });
  const tried = (id: string, ...answers: readonly object[]): Learned =>
    ({ ...oauth(), registrations: answers.map((each) => ({ hosts: [id], ...each })) }) as unknown as Learned;

  it('all were taken: it connects', () => {
    expect(verdict('cursor', tried('cursor', answer(true), answer(true)))).toMatchObject({ connects: 'yes' });
  });

  it('all were refused: it does not, and the part that was refused is named', () => {
    const [uri] = answer(false).redirectUris;
    const { connects, because, checks } = verdict('cursor', tried('cursor', answer(false, { refused: uri })));
    expect([connects, checks]).toEqual(['no', ['registration.hosts']]);
    expect(because).toBe(
      `it registers ${uri}, answered 400 invalid_redirect_uri; it takes a client id that you give it, too`,
    );
  });

  it.each([
    ['500 with nothing', 'no', /^every registration is answered 500 with nothing/],
    ['429 with nothing', 'yes', /^OAuth, DCR found$/],
  ])(
    'none was, but %s: that is told of a host whose body nobody knows, too',
    (registrationClosed, connects, because) => {
      const told = verdict('perplexity', { ...oauth(), registrationClosed });
      expect(told).toMatchObject({ connects, because: expect.stringMatching(because) });
    },
  );

  it('some were: nobody knows which of them it sends', () => {
    const { connects, because } = verdict('duvo', tried('duvo', answer(true), answer(false)));
    expect([connects, because]).toEqual(['unknown', 'OAuth, and DCR takes 1 of the 2 forms that it may send']);
  });

  it('comes by a metadata document: what its registration would be answered stops it not', () => {
    const learned = { ...tried('vscode', answer(false)), servers: [{ ...withRegistration, ...withDocuments }] };
    const refused = finding('registration.hosts', { hosts: ['vscode'], severity: 'warning' });
    expect(verdict('vscode', learned as unknown as Learned, [refused])).toMatchObject({ connects: 'yes' });
  });
});

describe('by what was found', () => {
  const { code_challenge_methods_supported: _s256, ...silent } = withRegistration;
  it.each<Row>([
    ['zed', oauth(silent), [finding('server-metadata.pkce')], 'no', /pkce was seen/],
    ['codex-cli', oauth(silent), [finding('server-metadata.pkce')], 'yes', /DCR/],
    [
      'sdk-typescript-v1',
      oauth({ ...silent, code_challenge_methods_supported: ['plain'] }),
      [finding('server-metadata.pkce')],
      'no',
      /pkce/,
    ],
    [
      'duvo',
      oauth(silent),
      [finding('server-metadata.pkce')],
      'unknown',
      /pkce was seen; whether it minds is not known/,
    ],
    ['zed', oauth(), [finding('server-metadata.issuer')], 'no', /issuer was seen/],
    ['sdk-typescript-v1', oauth(), [finding('server-metadata.issuer')], 'yes', /DCR/],
    ['duvo', { way: 'oauth' }, [finding('server-metadata.found')], 'no', /found was seen/],
    ['amp', { way: 'oauth' }, [finding('server-metadata.found')], 'no', /found was seen/],
    ['jetbrains-ai', { way: 'credential' }, [finding('server-metadata.found')], 'yes', /key or headers/],
    ['duvo', { transport: 'http+sse' }, [finding('transport.streamable-http')], 'no', /streamable-http was seen/],
    ['cursor', { transport: 'http+sse' }, [finding('transport.streamable-http')], 'unknown', /not known/],
    ['cursor', {}, [finding('transport.streamable-http')], 'no', /streamable-http was seen/],
    ['vscode', oauth(), [finding('resource-metadata.named')], 'no', /named was seen/],
    ['n8n', oauth(), [finding('resource-metadata.named')], 'yes', /DCR/],
    ['sdk-python', oauth(), [finding('resource-metadata.named')], 'unknown', /not known/],
    ['claude-hosted', oauth(), [finding('resource-metadata.resource')], 'no', /resource was seen/],
    ['duvo', oauth(), [finding('resource-metadata.resource')], 'unknown', /not known/],
    ['cursor', oauth(), [finding('network.address', { hosts: ['duvo'], severity: 'warning' })], 'yes', /DCR/],
    [
      'duvo',
      oauth(),
      [finding('network.address', { hosts: ['duvo'], severity: 'warning' })],
      'no',
      /address was seen; elsewhere it would: OAuth, DCR found$/,
    ],
    [
      'duvo',
      oauth(),
      [finding('challenge.bearer', { severity: 'warning' })],
      'unknown',
      /bearer was seen; .*not known/,
    ],
    ['duvo', oauth(), [finding('challenge.resource-metadata', { severity: 'note' })], 'yes', /DCR/],
    ['cursor', oauth(), [finding('challenge.bearer', { severity: 'warning' })], 'yes', /DCR/],
    ['duvo', oauth(), [finding('revocation.effect', { hosts: [] })], 'yes', /DCR/],
    ['duvo', oauth(), [finding('refresh.offered', { severity: 'warning' })], 'yes', /DCR/],
  ])('%s', (id, learned, findings, connects, because) => {
    expect(verdict(id, learned, findings)).toMatchObject({ connects, because: expect.stringMatching(because) });
  });

  it.each([
    ['missing', '', ['no', 'yes', 'yes', 'unknown']],
    ['wrong', '?iss=https://other.example', ['no', 'no', 'yes', 'unknown']],
  ])('an iss that is %s stops those who look for it', (_, query, expected) => {
    const answer = new URL(`http://127.0.0.1:1/callback${query}`);
    const learned = { ...oauth(), signIn: { answer } } as unknown as Learned;
    const ids = ['chatgpt', 'goose', 'zed', 'duvo'];
    expect(ids.map((id) => verdict(id, learned, [finding('sign-in.iss')]).connects)).toEqual(expected);
  });
});

it('every host has a verdict on everything, with how well it is known', () => {
  for (const { id } of hostProfiles()) {
    const { connects, because, collected } = verdict(id, oauth());
    expect([connects, collected]).toEqual([
      expect.stringMatching(/^(?:yes|no|unknown)$/),
      expect.stringMatching(/^\d{4}-/),
    ]);
    expect(because).not.toBe('');
  }
});

it('understands what hosts say that they require', () => {
  const said = hostProfiles().flatMap(({ requirements = [] }) => requirements);
  const about = (subject: RegExp) => said.filter((each) => subject.test(each));
  expect(about(/Streamable/)).toEqual([expect.stringMatching(/^Streamable HTTP .* HTTP\+SSE are not supported/)]);
  expect(about(/WWW-Authenticate/)).toEqual([expect.stringMatching(/^401 carries WWW-Authenticate/)]);
});
