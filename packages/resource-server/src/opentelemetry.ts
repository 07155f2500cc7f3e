/** Decisions as attributes of the active OpenTelemetry span; `@opentelemetry/api` is installed beside it. */
import { trace } from '@opentelemetry/api';
import type { Decision } from './decision.ts';

/**
 * For `onDecision`: writes what was decided on the span that is active, which is the HTTP server's own. Nothing is
 * written where no span records. `subject`: also who called, as `enduser.pseudo.id`; it links a person's calls, so it
 * is left out by default.
 */
export function traceDecisions({ subject = false }: { subject?: boolean } = {}): (decision: Decision) => void {
  return (decision) => {
    const span = trace.getActiveSpan();
    if (!span?.isRecording()) return;
    span.setAttributes({
      'granthouse.decision': decision.outcome,
      'granthouse.resource': decision.resource,
      ...(decision.reason && { 'granthouse.reason': decision.reason }),
      ...(decision.credential && { 'granthouse.credential': decision.credential }),
      ...(decision.clientId !== undefined && { 'granthouse.client_id': decision.clientId }),
      ...(decision.issuer !== undefined && { 'granthouse.issuer': decision.issuer }),
      ...(decision.scopes && { 'granthouse.scopes': [...decision.scopes] }),
      ...(decision.needed && { 'granthouse.needed_scopes': [...decision.needed] }),
      ...(subject && decision.subject !== undefined && { 'enduser.pseudo.id': decision.subject }),
    });
  };
}
