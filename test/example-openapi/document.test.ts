/** The order desk's document describes its API, and nothing that isn't there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { operations } from '@granthouse/example-openapi-server/api/operations/operations';
import { orderDeskDocument } from '@granthouse/example-openapi-server/order-desk-document';
import { apiScopes } from '@granthouse/example-openapi-server/scopes';
import { openApiTools, type Operation } from '@granthouse/openapi-tools';

const { tools, skipped } = openApiTools(orderDeskDocument);
const planned = [...tools.values()];
const permissionsOf = ({ security }: Operation) => security.flatMap(({ person = [] }) => person);

describe("the order desk's document", () => {
  it('has a tool for each operation of the API, at its place, and no other', () => {
    expect(skipped).toEqual([]);
    const described = planned.map(({ operation: { operationId, method, path } }) => `${operationId} ${method} ${path}`);
    const served = operations.map(({ operationId, method, path }) => {
      return `${operationId} ${method.toUpperCase()} ${path.replaceAll(/:(\w+)/gu, '{$1}')}`;
    });
    expect(described.toSorted()).toEqual(served.toSorted());
  });

  it.each(operations)('says of $operationId what a person needs, and which type of body it takes', (operation) => {
    const { operation: described, body } = tools.get(operation.operationId)!;
    expect(permissionsOf(described)).toEqual(operation.permission === undefined ? [] : [operation.permission]);
    expect(body?.mediaType).toBe(operation.consumes);
  });

  it.each(operations)('takes for $operationId what the API takes', ({ operationId, input, consumes }) => {
    const names = [...tools.get(operationId)!.arguments.values()].map(({ wireName }) => wireName);
    expect(new Set(names.filter((name) => name !== 'Idempotency-Key'))).toEqual(new Set(Object.keys(input.shape)));
    expect(names.includes('Idempotency-Key')).toBe(consumes !== undefined);
  });

  it('names no scope that nobody can give', () => {
    const named = planned.flatMap(({ operation }) => permissionsOf(operation));
    expect(new Set(named)).toEqual(new Set(Object.keys(apiScopes)));
  });

  it('describes every tool and every argument', () => {
    for (const { definition } of planned) {
      expect(definition.description.length).toBeGreaterThan(15);
      const properties = Object.entries(
        definition.inputSchema['properties'] as Record<string, { description?: string }>,
      );
      for (const [name, { description }] of properties) {
        const isPlain = ['name', 'email'].includes(name);
        expect({ name, isDescribed: isPlain || description !== undefined }).toEqual({ name, isDescribed: true });
      }
    }
  });

  it('promises the limits that the API keeps', () => {
    const text = readFileSync(orderDeskDocument, 'utf8');
    expect(text).toContain('60 requests a minute, of which at most 10 may change something');
  });
});
