import { isIP } from 'node:net';
import { z } from 'zod';
import { type JsonObject, KeywardError } from '../core/index.ts';
import { isInNetworks, isNetwork } from './network.ts';
import type { SessionContext } from '../core/index.ts';

const names = z.array(z.string().min(1).max(128)).min(1).max(64);

/** What the owner says about where an agent may be used from. Signed with the agent. */
export const limitsSchema = z.strictObject({
  transports: z
    .array(z.enum(['stdio', 'http', 'sse', 'cli', 'library']))
    .min(1)
    .optional(),
  /** Names that client programs give themselves. */
  clients: names.optional(),
  /** Address ranges for http and sse. */
  networks: z.array(z.string().refine(isNetwork)).min(1).max(64).optional(),
});

/** Each part that is absent limits nothing. */
export type AgentLimits = z.infer<typeof limitsSchema>;

/** A limit that a session does not keep, in words an agent may read. */
export type BrokenLimit = { readonly limit: 'transport' | 'client' | 'network'; readonly reason: string };

/**
 * Which limit this session breaks; `undefined` when it keeps them all.
 *
 * A client's name is its own word: that limit keeps mistakes out, not a thief of the token.
 * A range says nothing about transports that stay on the machine, and over a local socket there is no address in it.
 */
export function brokenLimit(
  limits: AgentLimits | undefined,
  session: Pick<SessionContext, 'transport' | 'client' | 'remote'>,
): BrokenLimit | undefined {
  const { transports, clients, networks } = limits ?? {};
  const { transport, client, remote } = session;
  if (transports !== undefined && !transports.includes(transport)) {
    return { limit: 'transport', reason: `this agent may not be used over ${transport}` };
  }
  if (clients !== undefined && !clients.includes(client?.name ?? '')) {
    return { limit: 'client', reason: 'this agent may not be used by this client program' };
  }
  const isRemote = transport === 'http' || transport === 'sse';
  if (networks !== undefined && isRemote && !isWithin(remote?.address, networks)) {
    return { limit: 'network', reason: 'this agent may not be used from this address' };
  }
  return undefined;
}

/** The limits as they are signed; `undefined` for none. Throws `CONFIG_INVALID`. */
export function checkLimits(limits: AgentLimits | undefined): JsonObject | undefined {
  const given = Object.entries(limits ?? {}).filter(([, values = []]) => values.length > 0);
  if (given.length === 0) return undefined;
  const body = Object.fromEntries(given.map(([part, values = []]): [string, readonly string[]] => [part, values]));
  const { success, error } = limitsSchema.safeParse(body);
  if (success) return body;
  const part = String(error.issues[0]?.path[0] ?? 'limits');
  throw new KeywardError('CONFIG_INVALID', `the ${part} an agent is limited to are not valid: ${EXPECTED[part] ?? ''}`);
}

const EXPECTED: Readonly<Record<string, string>> = {
  transports: 'expected stdio, http, sse, cli or library',
  clients: 'expected names of 1 to 128 characters',
  networks: 'expected address ranges such as 10.1.0.0/16 or fd00::/8',
};

function isWithin(address: string | undefined, networks: readonly string[]): boolean {
  return address !== undefined && isIP(address) !== 0 && isInNetworks(address, networks);
}
