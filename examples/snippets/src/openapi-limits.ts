/** The tools as a few hosts take them, by what is known of each (docs/hosts.md). */
// #region limits
import assert from 'node:assert/strict';
import { toolLimitsOf } from '@granthouse/host-profiles';
import { checkTools, openApiTools } from '@granthouse/openapi-tools';

const hosts = ['claude-hosted', 'cursor', 'vscode', 'copilot-studio'];
const limits = hosts.map((id) => ({ ...toolLimitsOf(id), serverName: 'orders' }));

export const api = openApiTools('./orders.openapi.yaml', { limits });
const shown = [...api.tools.values()].map(({ definition }) => definition);
for (const each of limits) assert.deepEqual(checkTools(shown, each).findings, []);
// #endregion limits
