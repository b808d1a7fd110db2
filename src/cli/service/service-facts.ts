import {
  findService,
  type OwnOriginBinding,
  type ProposedBinding,
  type Service,
  type TokenShape,
} from '../../catalog/index.ts';
import { KeywardError, type Json, type JsonObject } from '../../core/index.ts';

/** The service a person named. Throws `CONFIG_INVALID` for one that the catalog does not have. */
export function requireService(name: string): Service {
  const service = findService(name);
  if (service !== undefined) return service;
  throw new KeywardError('CONFIG_INVALID', `no service ${JSON.stringify(name.slice(0, 64))} in the catalog`, {
    hint: '`keyward service list` shows them; without --service, say where it may go with --url and --auth',
  });
}

/** A service as `--json` shows it. */
export function serviceJson(service: Service): JsonObject {
  const { id, name, category, tokens, sharedShapes, binding, ownOrigin, notBound, getWrites, identity } = service;
  const { revocation, environment } = service;
  return {
    id,
    name,
    category: category ?? null,
    tokens: tokens.map(tokenJson),
    shared_shapes: [...(sharedShapes ?? [])],
    binding: bindingJson(binding ?? ownOrigin),
    not_bound: notBound ?? null,
    get_writes: getWrites ?? false,
    identity: identity === undefined ? null : { ...identity },
    revocation: revocation?.page ?? null,
    environment: [...(environment ?? [])],
  };
}

function tokenJson({ id, label, prefixes, keywords, secret, checksum }: TokenShape): JsonObject {
  return { id, label, prefixes: [...prefixes], keywords: [...keywords], secret, checksum: checksum !== undefined };
}

function bindingJson(binding: ProposedBinding | OwnOriginBinding | undefined): Json {
  if (binding === undefined) return null;
  const { auth, read, spend = [], write, deny, graphql, headers = [], valuePrefix, username } = binding;
  return {
    origins: 'origins' in binding ? [...binding.origins] : [],
    pattern: 'origins' in binding ? null : (binding.pattern ?? null),
    auth,
    value_prefix: valuePrefix ?? null,
    username: username ?? null,
    read: [...read],
    spend: [...spend],
    write: [...write],
    deny: [...deny],
    graphql: graphql ?? null,
    headers: [...headers],
  };
}
