import { z } from 'zod';
import type { Service } from '../../catalog/index.ts';
import { defineCommand } from '../define-command.ts';
import { pairs } from '../terminal/table.ts';
import { requireService, serviceJson } from './service-facts.ts';

export const serviceShow = defineCommand({
  about: 'Show what the catalog says of one service: its tokens, its proposed binding, where to revoke.',
  arguments: [['<service>', 'its id or name, as in `keyward service list`']],
  examples: ['keyward service show github', 'keyward service show slack --json'],
  input: z.object({ service: z.string() }),
  run: async ({ service: name }) => {
    const service = requireService(name);
    return Promise.resolve({ json: serviceJson(service), text: pairs(lines(service)) });
  },
});

type Line = readonly [name: string, value: string];

function lines(service: Service): readonly Line[] {
  const { id, name, category = '', tokens, sharedShapes = [], getWrites, identity, revocation } = service;
  return [
    ['service', `${id}: ${name}`],
    ['kind', category],
    ...tokens.map(({ label, prefixes, secret }): Line => ['token', tokenLine(label, prefixes, secret)]),
    ...listed('token', sharedShapes),
    ...bindingLines(service),
    ...(getWrites === true
      ? [['caution', 'GET changes things at this service: read-only is no promise'] as const]
      : []),
    ...(identity === undefined ? [] : [['whose it is', `${identity.method} ${identity.url}`] as const]),
    ...(revocation?.page === undefined ? [] : [['revoked at', revocation.page] as const]),
    ...listed('variable', service.environment ?? []),
  ];
}

function tokenLine(label: string, prefixes: readonly string[], secret: boolean): string {
  const begins = prefixes.length === 0 ? '' : ` (${prefixes.join(', ')})`;
  return `${label}${begins}${secret ? '' : ', public'}`;
}

function bindingLines({ binding, ownOrigin, notBound = '' }: Service): readonly Line[] {
  const proposed = binding ?? ownOrigin;
  if (proposed === undefined) return [['not bound', notBound]];
  const { auth, valuePrefix, username, read, spend = [], write, deny, graphql, headers = [] } = proposed;
  return [
    ...listed('goes to', binding?.origins ?? [`${ownOrigin?.pattern ?? 'hosts of your own'}, to be given with --url`]),
    ['placed as', auth],
    ...(valuePrefix === undefined
      ? []
      : [['stored with', `${JSON.stringify(valuePrefix)} before the credential`] as const]),
    ...(username === undefined ? [] : [['user name', JSON.stringify(username)] as const]),
    ...listed('reads', read),
    ...(graphql === undefined ? [] : [['reads', `GraphQL queries at ${graphql}`] as const]),
    ...listed('costs', spend),
    ...listed('writes', write),
    ...listed('never', deny),
    ...listed('header', headers),
  ];
}

function listed(name: string, values: readonly string[]): readonly Line[] {
  return values.map((value) => [name, value]);
}
