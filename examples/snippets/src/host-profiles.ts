/** What the profiles of hosts look like in use: one read, and a host recognised by an address of its own (RFC 7591 §5). */
// #region host-profiles
import assert from 'node:assert/strict';
import { hostProfiles, recogniseHost } from '@granthouse/host-profiles';

const cursor = hostProfiles().find(({ id }) => id === 'cursor');
assert.equal(cursor?.confidence, 'vendor-doc');

const asking = { clientId: 'anything', redirectUri: 'https://claude.ai/api/mcp/auth_callback' };
assert.equal(recogniseHost(asking)?.host.id, 'claude-hosted');

// Anyone who runs on the person's machine can listen there, whatever it calls itself.
assert.equal(recogniseHost({ clientId: 'Cursor', redirectUri: 'http://localhost:8787/callback' }), undefined);
// #endregion host-profiles
