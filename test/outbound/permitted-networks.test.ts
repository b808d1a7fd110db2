import { expect, it } from 'vitest';
import { permittedNetworks } from '../../src/outbound/index.ts';

const permitted = (url: string, origins: string[], privateNetworks: string[] = []): readonly string[] =>
  permittedNetworks(new URL(url), { origins, privateNetworks });

it.each([
  ['http://127.0.0.1:8080', ['127.0.0.1/32']],
  ['http://[::1]:8080', ['::1/128']],
  ['https://10.1.2.3', ['10.1.2.3/32']],
])('permits the literal address of the bound origin %s', (origin, networks) => {
  expect(permitted(`${origin}/v1/things`, [origin])).toEqual(networks);
});

it.each(['http://localhost:8080', 'https://localhost', 'http://api.localhost:3000'])(
  'permits loopback to the bound origin %s',
  (origin) => {
    expect(permitted(`${origin}/`, [origin])).toEqual(['127.0.0.0/8', '::1/128']);
  },
);

it('permits a name nothing but the CIDRs of the binding', () => {
  expect(permitted('https://api.example.com/', ['https://api.example.com'])).toEqual([]);
  expect(permitted('https://nas.home.test/', ['https://nas.home.test'], ['192.168.1.0/24'])).toEqual([
    '192.168.1.0/24',
  ]);
});

it('gives the permit of a literal origin to no other origin of the same binding', () => {
  const origins = ['https://api.example.com', 'http://127.0.0.1:8080', 'http://localhost:9090'];
  expect(permitted('https://api.example.com/', origins)).toEqual([]);
  expect(permitted('http://127.0.0.1:9090/', origins)).toEqual([]);
  expect(permitted('http://localhost:8080/', origins)).toEqual([]);
  expect(permitted('https://127.0.0.1:8080/', origins)).toEqual([]);
});

it('adds the literal to the CIDRs of the binding', () => {
  expect(permitted('http://10.0.0.5/', ['http://10.0.0.5'], ['192.168.0.0/16'])).toEqual([
    '192.168.0.0/16',
    '10.0.0.5/32',
  ]);
});
