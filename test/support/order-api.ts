/** A small HTTP API with its document, which records what arrives, and answers as a test tells it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Scopes as an authorization server of the API would name them. */
export const orderDocument = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        summary: 'List orders',
        tags: ['orders'],
        security: [{ oauth: ['orders:read'] }],
        parameters: [{ name: 'status', in: 'query', schema: { enum: ['open', 'sent'] } }],
      },
    },
    '/orders/{order_id}': {
      parameters: [{ name: 'order_id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'getOrder',
        summary: 'Read one order',
        tags: ['orders'],
        security: [{ oauth: ['orders:read'] }],
      },
      delete: {
        operationId: 'deleteOrder',
        summary: 'Delete an order for good',
        tags: ['orders'],
        security: [{ oauth: ['orders:delete'] }],
      },
    },
    '/orders/{order_id}/refunds': {
      post: {
        operationId: 'createRefund',
        summary: 'Give money back',
        description: 'Refunds a part of an order to whoever paid for it.',
        tags: ['payments'],
        security: [{ oauth: ['refunds:write'] }],
        parameters: [{ name: 'order_id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['amount'],
                properties: { amount: { type: ['number', 'string'], multipleOf: 0.01 }, note: { type: 'string' } },
              },
            },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      oauth: {
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: 'https://issuer.invalid/token',
            scopes: { 'orders:read': 'Read', 'orders:delete': 'Delete', 'refunds:write': 'Refund' },
          },
        },
      },
    },
  },
};

export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface OrderApi {
  readonly origin: string;
  readonly requests: RecordedRequest[];
  /** Instead of 200 with the request's line; until it is put back to undefined. */
  answer: ((request: RecordedRequest, response: ServerResponse) => void) | undefined;
  close(): Promise<void>;
}

export async function startOrderApi(): Promise<OrderApi> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api: OrderApi = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    answer: undefined,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  server.on('request', async (message, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of message) chunks.push(chunk as Uint8Array);
    const { method = '', url = '', headers } = message;
    const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
    api.requests.push(request);
    if (api.answer) return api.answer(request, response);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ asked: `${method} ${url}` }));
  });
  return api;
}
