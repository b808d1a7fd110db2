import { describe, expect, it } from 'vitest';
import { parseListenRules, type ListenInput } from '../../src/server/listener/index.ts';

const tls = { cert: new Uint8Array(), key: new Uint8Array() };

describe('where a server may listen', () => {
  it.each<[string, ListenInput]>([
    ['every address in clear', { host: '0.0.0.0', allowHosts: ['keyward.test'] }],
    ['a network address in clear', { host: '192.0.2.1' }],
    ['a name in clear', { host: 'keyward.test' }],
    ['a name that only looks like loopback', { host: 'localhost.evil.test' }],
    ['an address that only looks like loopback', { host: '127.0.0.1.evil.test' }],
    ['every address without a name', { host: '0.0.0.0', tls }],
    ['behind a proxy without a name', { host: '10.0.0.1', behindProxy: true }],
    ['a socket with a port', { socket: '/tmp/x', port: 1 }],
    ['a host name with a port in it', { allowHosts: ['keyward.test:80'] }],
    ['a host name with a path', { allowHosts: ['keyward.test/x'] }],
    ['an origin with a path', { allowOrigins: ['https://app.test/x'] }],
    ['any origin', { allowOrigins: ['*'] }],
    ['the null origin', { allowOrigins: ['null'] }],
  ])('not: %s', (_, input) => {
    expect(() => parseListenRules(input)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it.each<[string, ListenInput, readonly string[]]>([
    ['loopback when nothing is said', {}, ['localhost', '127.0.0.1', '[::1]']],
    ['IPv6 loopback', { host: '::1' }, ['localhost', '127.0.0.1', '[::1]']],
    ['a name with TLS', { host: 'Keyward.test', tls }, ['keyward.test']],
    ['every address with TLS', { host: '::', tls, allowHosts: ['keyward.test'] }, ['keyward.test']],
    [
      'an address behind a proxy',
      { host: '10.0.0.1', behindProxy: true, allowHosts: ['keyward.test'] },
      ['10.0.0.1', 'keyward.test'],
    ],
  ])('%s', (_, input, hosts) => {
    expect([...parseListenRules(input).hosts].toSorted()).toEqual([...hosts].toSorted());
  });
});
