/** The API that calls go to: answers every request with the same JSON, and tells its port. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const body = JSON.stringify({
  runs: Array.from({ length: 5 }, (_, index) => ({ id: `run_${index}`, status: 'completed', issues: [], cost: 0.25 })),
  total: 5,
});

const api = createServer((request, response) => {
  request.resume().on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end(body);
  });
}).listen(0, '127.0.0.1');
await once(api, 'listening');
process.on('disconnect', () => process.exit());
process.send?.((api.address() as AddressInfo).port);
