/** What the guard decides, in a log and on the span of the call. */
// #region decisions
import { protectedResource } from '@granthouse/resource-server';
import { traceDecisions } from '@granthouse/resource-server/opentelemetry';

const trace = traceDecisions();
export const orders = protectedResource({
  resource: 'https://orders.example.com/mcp',
  authorizationServers: ['https://login.example.com'],
  onDecision(decision) {
    trace(decision);
    if (decision.outcome === 'refused') process.stderr.write(`${JSON.stringify(decision)}\n`);
  },
});
// #endregion decisions
