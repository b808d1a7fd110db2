import type { CallToolResult } from '@modelcontextprotocol/server';
import type { Json } from '../core/index.ts';
import type { ToolOutcome } from './define-tool.ts';

/**
 * The one place that turns an outcome into an MCP result. The text is the same JSON as the
 * structured content, for clients that read only text; a refusal is marked `isError`.
 */
export function toToolResult(outcome: ToolOutcome): CallToolResult {
  if (outcome.kind === 'ok') return result(outcome.structured, false);
  const { code, reason, hint, nearest, callId } = outcome;
  const refusal = { code, reason, hint, call_id: callId };
  return result(nearest === undefined ? refusal : { ...refusal, nearest }, true);
}

function result(structured: Readonly<Record<string, Json>>, isError: boolean): CallToolResult {
  return {
    content: [{ type: 'text', text: JSON.stringify(structured) }],
    structuredContent: structured,
    ...(isError ? { isError } : {}),
  };
}
