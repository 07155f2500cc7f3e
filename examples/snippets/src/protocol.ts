/** What the words of the standards look like in use: a challenge read and written, a redirect URI judged (RFC 6750 §3, RFC 8252 §7). */
// #region protocol
import assert from 'node:assert/strict';
import { bearerChallenge, judgeRedirectUri, parseChallenges, protectedResourceMetadataUrl } from '@granthouse/protocol';

const resourceMetadata = protectedResourceMetadataUrl('https://orders.example.com/mcp');
assert.equal(resourceMetadata, 'https://orders.example.com/.well-known/oauth-protected-resource/mcp');

const header = bearerChallenge({ scope: ['orders:read'], resourceMetadata });
assert.equal(parseChallenges(header)[0]?.parameters['scope'], 'orders:read');

assert.equal(judgeRedirectUri('http://127.0.0.1:7777/callback'), 'loopback');
assert.throws(() => judgeRedirectUri('http://evil.example/callback'), { code: 'invalid_redirect_uri' });
// #endregion protocol
