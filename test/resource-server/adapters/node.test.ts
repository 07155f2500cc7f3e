/** The node adapter where others stand in front of it: what mounts and hands requests on in the way of connect. */
import { expect, it } from '@jest/globals';
import { protect } from '@granthouse/resource-server/node';
import express from 'express';
import { authorizationFor, serve } from './served.ts';

it('judges the path that was asked for when it is mounted', async () => {
  const resource = await serve((one) =>
    express().use(
      '/mcp',
      protect(one, (message, response) => void response.end(message.auth.subject)),
    ),
  );
  expect((await fetch(resource.resource)).status).toBe(401);
  const answer = await fetch(resource.resource, { headers: await authorizationFor(resource) });
  expect(await answer.text()).toBe('person-1');
});
