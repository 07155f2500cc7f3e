/** Decisions on the span of the call, with the real API and SDK of OpenTelemetry. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import type { Decision } from '@granthouse/resource-server';
import { traceDecisions } from '@granthouse/resource-server/opentelemetry';

describe('traceDecisions', () => {
  const tracer = new BasicTracerProvider().getTracer('test');
  beforeAll(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterAll(() => context.disable());

  const attributesOf = (options: { subject?: boolean }, decision: Decision) => {
    const span = tracer.startSpan('POST /mcp');
    context.with(trace.setSpan(context.active(), span), () => traceDecisions(options)(decision));
    return (span as unknown as { attributes: object }).attributes;
  };
  const allowed: Decision = {
    outcome: 'allowed',
    resource: 'https://orders.example.com/mcp',
    credential: 'access_token',
    clientId: 'client-1',
    subject: 'person-1',
    scopes: ['orders:read'],
  };

  it('writes what was decided on the active span, and a person only when asked to', () => {
    const written = {
      'granthouse.decision': 'allowed',
      'granthouse.resource': 'https://orders.example.com/mcp',
      'granthouse.credential': 'access_token',
      'granthouse.client_id': 'client-1',
      'granthouse.scopes': ['orders:read'],
    };
    expect(attributesOf({}, allowed)).toEqual(written);
    expect(attributesOf({ subject: true }, allowed)).toEqual({ ...written, 'enduser.pseudo.id': 'person-1' });
  });

  it('writes why a call was refused', () => {
    const refused: Decision = {
      outcome: 'refused',
      reason: 'insufficient_scope',
      resource: allowed.resource,
      needed: ['refunds:write'],
    };
    expect(attributesOf({}, refused)).toMatchObject({
      'granthouse.decision': 'refused',
      'granthouse.reason': 'insufficient_scope',
      'granthouse.needed_scopes': ['refunds:write'],
    });
  });

  it('does nothing where no span is active', () => {
    expect(() => traceDecisions()(allowed)).not.toThrow();
  });
});
