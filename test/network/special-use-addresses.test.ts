/** Which addresses are never connected to (RFC 6890): every range, at both of its ends, and its neighbours. */
import { describe, expect, it } from '@jest/globals';
import { isSpecialUse } from '@granthouse/network';

describe('AS-12: an address', () => {
  it.each([
    ['this host', ['0.0.0.0', '0.255.255.255', '::']],
    ['loopback', ['127.0.0.1', '127.255.255.255', '::1']],
    [
      'private use',
      ['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', 'fc00::1', 'fdff::1'],
    ],
    ['shared by carriers', ['100.64.0.0', '100.127.255.255']],
    [
      'link-local, cloud metadata included',
      ['169.254.0.1', '169.254.169.254', '168.63.129.16', 'fe80::1', 'febf::1', 'fe80::1%eth0', 'fec0::1'],
    ],
    ['protocol assignments', ['192.0.0.8', '192.88.99.1', '192.31.196.1', '192.52.193.1', '192.175.48.1', '2001::1']],
    ['documentation', ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1']],
    ['benchmarking', ['198.18.0.0', '198.19.255.255', '2001:2::1']],
    ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
    ['reserved, and broadcast', ['240.0.0.1', '255.255.255.255', '100::1', '4000::1']],
    [
      'IPv4 in IPv6',
      [
        '::ffff:127.0.0.1',
        '::ffff:8.8.8.8',
        '::ffff:7f00:1',
        '::127.0.0.1',
        '64:ff9b::7f00:1',
        '64:ff9b:1::1',
        '2002:7f00:1::1',
      ],
    ],
    ['no address at all', ['', 'localhost', '127.1', '0x7f000001', '2130706433', '127.0.0.1:80', '[::1]']],
  ])('of special use is refused: %s', (_range, addresses) => {
    expect(addresses.filter((address) => !isSpecialUse(address))).toEqual([]);
  });

  it.each([
    ['IPv4', ['1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255']],
    [
      'IPv4, too',
      ['128.0.0.1', '169.253.0.1', '172.15.255.255', '172.32.0.0', '192.0.1.1', '192.167.1.1', '223.255.255.255'],
    ],
    ['IPv6', ['2001:4860:4860::8888', '2606:4700::1111', '2a00:1450::1', '2003::1', '3ffe::1']],
  ])('on the internet is not: %s', (_family, addresses) => {
    expect(addresses.filter((address) => isSpecialUse(address))).toEqual([]);
  });
});
