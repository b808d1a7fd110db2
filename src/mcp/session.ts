import {
  CLIENT_INFO_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { CallContext } from '../broker/index.ts';

type Session = CallContext['session'];

const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const MAX_CLAIM_CHARS = 128;

/** What stays the same over one connection. */
export interface ConnectionFacts extends Pick<Session, 'transport' | 'connection_id'> {
  readonly process?: NonNullable<Session['process']>;
  readonly host_session?: string;
  readonly mcp_session?: string;
  readonly remote?: NonNullable<Session['remote']>;
  readonly oauth?: NonNullable<Session['oauth']>;
}

export interface RequestFacts {
  readonly connection: ConnectionFacts;
  readonly era: 'legacy' | 'modern';
  /** A tool by its name, anything else by its method. */
  readonly requested: { readonly tool: string } | { readonly method: string };
  readonly server: McpServer;
  readonly context: ServerContext;
}

/**
 * The session context of one MCP request: what we know, and apart from it what the client claims.
 * In 2026-07-28 there is no session: version and client name come with each request.
 */
export function sessionOf({ connection, era, requested, server, context }: RequestFacts): Session {
  const protocolVersion = protocolVersionOf(server, context);
  const client = claimedClient(server, context);
  const trace = traceOf(context);
  return {
    ...connection,
    era,
    ...requested,
    request_id: String(context.mcpReq.id).slice(0, MAX_CLAIM_CHARS),
    ...(protocolVersion === undefined ? {} : { protocol_version: protocolVersion }),
    ...(client === undefined ? {} : { client }),
    ...(trace === undefined ? {} : { trace }),
  };
}

function protocolVersionOf(server: McpServer, context: ServerContext): string | undefined {
  const claimed = envelopeValue(context, PROTOCOL_VERSION_META_KEY);
  return typeof claimed === 'string' ? claimed.slice(0, MAX_CLAIM_CHARS) : server.server.getNegotiatedProtocolVersion();
}

function claimedClient(server: McpServer, context: ServerContext): Session['client'] {
  const claimed = envelopeValue(context, CLIENT_INFO_META_KEY) ?? server.server.getClientVersion();
  if (typeof claimed !== 'object' || claimed === null || !('name' in claimed) || !('version' in claimed))
    return undefined;
  return { name: claim(claimed.name), version: claim(claimed.version), claimed: true };
}

function claim(value: unknown): string {
  return typeof value === 'string' ? value.toWellFormed().slice(0, MAX_CLAIM_CHARS) : '';
}

// W3C Trace Context, version 00. Anything else a client sends is dropped, baggage always.
function traceOf(context: ServerContext): string | undefined {
  const meta: Readonly<Record<string, unknown>> = context.mcpReq._meta ?? {};
  const parent = meta['traceparent'];
  return typeof parent === 'string' && TRACEPARENT.test(parent) ? parent : undefined;
}

function envelopeValue(context: ServerContext, key: string): unknown {
  const envelope: Readonly<Record<string, unknown>> = context.mcpReq.envelope ?? {};
  return envelope[key];
}
