/** X-Forwarded-For counts only from declared proxies, hop by hop from the end (RFC 9700 §4.13). */
import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { clientAddress } from '../../packages/authorization-server/src/middleware/pinned-host.ts';

const trusted = new BlockList();
trusted.addSubnet('10.0.0.0', 8, 'ipv4');
trusted.addAddress('::1', 'ipv6');

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

describe('clientAddress', () => {
  it.each([
    ['203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['10.1.1.1', '198.51.100.1', '198.51.100.1'],
    ['::ffff:10.1.1.1', '198.51.100.1', '198.51.100.1'],
    ['10.1.1.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['10.1.1.1', '198.51.100.1, 203.0.113.9, 10.2.2.2', '203.0.113.9'],
    ['::1', '2001:db8::7', '2001:db8::7'],
    ['10.1.1.1', '198.51.100.1:54321', '198.51.100.1'],
    ['10.1.1.1', '[2001:db8::7]:54321', '2001:db8::7'],
    ['10.1.1.1', '[2001:db8::7]', '2001:db8::7'],
    ['10.1.1.1', '198.51.100.1:54321, 10.2.2.2:443', '198.51.100.1'],
    ['10.1.1.1', '[unknown]:80', '10.1.1.1'],
    ['10.1.1.1', 'unknown', '10.1.1.1'],
    ['10.1.1.1', '<script>', '10.1.1.1'],
    ['10.1.1.1', '', '10.1.1.1'],
    ['10.1.1.1', undefined, '10.1.1.1'],
  ])('RFC9700-20: from %s saying %p: %s', (remote, forwarded, expected) => {
    expect(clientAddress(request(remote, forwarded), trusted)).toBe(expected);
  });
});
