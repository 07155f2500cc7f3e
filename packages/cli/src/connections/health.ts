/** Is the process alive, and can it read its store: for load balancers and supervisors, as at the authorization server. */
import type { Connections } from '@granthouse/client/connections';
import type { RequestListener } from 'node:http';

export const isHealthPath = (path: string): boolean => /^\/health\/(?:live|ready)(?:\?|$)/.test(path);

export function health(connections: Pick<Connections, 'find'>): RequestListener {
  return (request, response) => {
    const isReady = request.url?.startsWith('/health/ready') ? canRead(connections) : Promise.resolve(true);
    void isReady.then((is) => {
      const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
      response.writeHead(is ? 200 : 503, headers).end(JSON.stringify({ status: is ? 'ok' : 'unavailable' }));
    });
  };
}

const nobody = { id: '', name: '', isAdmin: false };

async function canRead(connections: Pick<Connections, 'find'>): Promise<boolean> {
  try {
    await connections.find(nobody, 'none');
    return true;
  } catch {
    return false;
  }
}
