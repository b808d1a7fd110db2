import { z } from 'zod';
import type { JsonObject } from '../../core/index.ts';
import type { AgentLimits } from '../../identity/index.ts';
import type { OptionHelp } from '../define-command.ts';

/** Where an agent may be used from, as options. Each that is left out limits nothing. */
export const LIMIT_OPTIONS: readonly OptionHelp[] = [
  {
    flags: '--allow-transport <transport>',
    description: 'only by this way in: stdio, http, sse, cli or library',
    repeatable: true,
  },
  { flags: '--allow-client <name>', description: 'only for a client program of this name', repeatable: true },
  { flags: '--allow-network <cidr>', description: 'over HTTP only from this address range', repeatable: true },
];

const transport = z.enum(['stdio', 'http', 'sse', 'cli', 'library'], 'expected stdio, http, sse, cli or library');

export const limitInputs = {
  allowTransport: z.array(transport).default([]),
  allowClient: z.array(z.string()).default([]),
  allowNetwork: z.array(z.string()).default([]),
} as const;

interface LimitFlags {
  readonly allowTransport: z.infer<typeof transport>[];
  readonly allowClient: string[];
  readonly allowNetwork: string[];
}

export function limitsOf({ allowTransport, allowClient, allowNetwork }: LimitFlags): AgentLimits {
  return { transports: allowTransport, clients: allowClient, networks: allowNetwork };
}

/** What the agent is limited to, one line each; none when it may be used from anywhere. */
export function limitLines({ transports, clients, networks }: AgentLimits): readonly (readonly [string, string])[] {
  const parts = [
    ['transports', transports],
    ['clients', clients],
    ['networks', networks],
  ] as const;
  return parts.flatMap(([name, values]) => (values === undefined ? [] : [[name, values.join(', ')] as const]));
}

/** The same for programs; null where nothing is limited. */
export function limitsJson({ transports, clients, networks }: AgentLimits): JsonObject {
  return { transports: orNull(transports), clients: orNull(clients), networks: orNull(networks) };
}

function orNull(values: readonly string[] | undefined): readonly string[] | null {
  return values === undefined || values.length === 0 ? null : values;
}
