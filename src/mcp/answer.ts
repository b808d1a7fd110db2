import { SERVER_INFO_META_KEY, type CallToolResult } from '@modelcontextprotocol/server';
import type { Json } from '../core/index.ts';
import type { ToolOutcome } from './define-tool.ts';

/** Says of a tool result whose words it carries, for clients that treat untrusted content apart. */
const ORIGIN_META_KEY = 'keyward/content-origin';

/**
 * The only code that turns an outcome into an MCP result. The text is the same JSON as the
 * structured content, for clients that read only text; a refusal is marked `isError`. Arguments that were ignored are
 * named in both.
 */
export function toToolResult(outcome: ToolOutcome, ignored: readonly string[] = []): CallToolResult {
  const unknown = ignored.length === 0 ? {} : { ignored_arguments: ignored };
  if (outcome.kind === 'ok') return markOrigin(result({ ...outcome.structured, ...unknown }, false), outcome.origin);
  const { code, reason, hint, nearest, callId, sent, status, retryAfterS, approvalId } = outcome;
  const refusal = {
    code,
    reason,
    hint,
    call_id: callId,
    ...(nearest === undefined ? {} : { nearest }),
    ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    ...(sent === undefined ? {} : { sent }),
    ...(status === undefined ? {} : { status }),
    ...(retryAfterS === undefined ? {} : { retry_after_s: retryAfterS }),
    ...unknown,
  };
  return result(refusal, true);
}

/** In 2026-07-28 every result names its server. Left to the SDK it would carry our icon into every answer a model reads. */
export function signed(answer: CallToolResult, version: string): CallToolResult {
  return { ...answer, _meta: { ...answer._meta, [SERVER_INFO_META_KEY]: { name: 'keyward', version } } };
}

// Out of reach of the service: it writes into the body, never beside it.
function markOrigin(answer: CallToolResult, origin: 'upstream' | undefined): CallToolResult {
  return origin === undefined ? answer : { ...answer, _meta: { [ORIGIN_META_KEY]: origin } };
}

function result(structured: Readonly<Record<string, Json>>, isError: boolean): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(structured) }],
    structuredContent: structured,
    ...(isError ? { isError } : {}),
  };
}
