import { ProtocolError, ProtocolErrorCode, type McpServer, type ServerContext } from '@modelcontextprotocol/server';
import type { Broker, CallContext, Refusal } from '../broker/index.ts';
import type { ServerDeps } from './server-deps.ts';
import { scopeOf, type Requested } from './scopes.ts';
import { sessionOf } from './session.ts';

// Foreign text in an error is a way to inject prompts and to leak the inside; the operator's log says more.
const UNEXPECTED = 'something went wrong inside Keyward; its log tells the operator what';

/** One server and whom it serves. */
export interface Serving {
  readonly server: McpServer;
  readonly deps: ServerDeps;
  readonly era: 'legacy' | 'modern';
}

/** One MCP request with what it takes to ask the broker. */
export interface RequestScope {
  readonly broker: Broker;
  readonly call: CallContext;
}

/**
 * Do the work of one MCP request.
 *
 * Throws a `ProtocolError` and nothing else: whatever was not meant for the agent becomes one fixed sentence.
 */
export async function inScope<T>(
  { server, deps, era }: Serving,
  { context, requested }: { readonly context: ServerContext; readonly requested: Requested },
  work: (scope: RequestScope) => Promise<T>,
): Promise<T> {
  try {
    // The HTTP transport has refused it before; a transport that forgets to must not let it through.
    const scope = scopeOf(requested);
    if (scope !== undefined && deps.isAllowed?.(context, scope) === false) throw lacking(scope);
    const session = sessionOf({ connection: deps.connection(context), era, requested, server, context });
    const { signal } = context.mcpReq;
    const call = { session, signal, approvalWaitMs: approvalWait(deps, context) };
    return await work({ broker: await deps.broker(context), call });
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw new ProtocolError(ProtocolErrorCode.InternalError, UNEXPECTED);
  }
}

// Without progress a client gives up after a minute, some after half of one; with it, most go on.
const LONGEST_SILENT_MS = 25_000;

function approvalWait({ approvalWaitMs = 0 }: ServerDeps, { mcpReq }: ServerContext): number {
  return mcpReq._meta?.progressToken === undefined ? Math.min(approvalWaitMs, LONGEST_SILENT_MS) : approvalWaitMs;
}

function lacking(scope: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidRequest, `the access token lacks ${scope}`);
}

/** A refusal where MCP has no place for one but an error. */
export function refused({ code, reason, hint, callId }: Refusal): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, reason, { code, hint, call_id: callId });
}
