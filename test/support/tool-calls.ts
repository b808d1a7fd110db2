import { expect } from 'vitest';
import { toToolResult } from '../../src/mcp/answer.ts';
import { TOOLS } from '../../src/mcp/index.ts';
import { readArguments } from '../../src/mcp/read-arguments.ts';
import type { AgentKit } from './agent-kit.ts';
import type { ToolAnswer } from './keyward.ts';

/** What is asked of `explain_request` and `http_request` alike. */
export interface ToolRequest {
  readonly item: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Met {
  /** The code of the refusal; of an answer, its status. */
  readonly code: string;
  readonly answer: ToolAnswer;
}

/** Call a tool as a client does, without a process between: input through the tool's schema, answer as MCP result. */
export async function callTool(
  { broker, context }: Pick<AgentKit, 'broker' | 'context'>,
  name: string,
  args: object,
): Promise<ToolAnswer> {
  const tool = TOOLS.find((each) => each.name === name);
  if (tool === undefined) return { isError: true, content: { code: NOT_A_CALL }, raw: 'there is no such tool' };
  const input = readArguments(tool.input, args);
  // The door answers this before the tool is asked.
  if (input.kind === 'refused') return { isError: true, content: { code: NOT_A_CALL }, raw: input.invalid.reason };
  const result = toToolResult(await tool.handle(broker, context, input.value), input.ignored);
  const content = result.structuredContent;
  if (typeof content !== 'object' || content === null) throw new Error(`no structured content of ${name}`);
  return { isError: result.isError === true, content: { ...content }, raw: JSON.stringify(result) };
}

export const NOT_A_CALL = 'NOT_A_CALL';

/**
 * Ask `explain_request`, then make the call, and fail when the two disagree: the same decision, and of a refusal the
 * same code, reason and nearest shape.
 */
export async function explainAndCall(kit: Pick<AgentKit, 'broker' | 'context'>, request: ToolRequest): Promise<Met> {
  const explained = await callTool(kit, 'explain_request', request);
  const answer = await callTool(kit, 'http_request', request);
  const code = String(answer.content['code'] ?? answer.content['status']);
  if (explained.isError) expect([request, answer.content]).toEqual([request, explained.content]);
  else if (explained.content['decision'] === 'allow')
    expect([request, code]).toEqual([request, expect.stringMatching(NOT_OUR_REFUSAL)]);
  else if (explained.content['decision'] === 'ask')
    expect([request, code]).toEqual([request, expect.stringMatching(WAITS)]);
  else expect([request, verdictOf(answer)]).toEqual([request, verdictOf(explained)]);
  return { code, answer };
}

// Before a person has answered.
const WAITS = /^APPROVAL_(?:PENDING|NOT_SHOWN|TOO_MANY)$/;

// What an allowed call may still meet is a matter of the network or of the service.
const NOT_OUR_REFUSAL = /^(?:OUTBOUND_|[1-5][0-9]{2}$)/;

function verdictOf({ content: { code, reason, nearest } }: ToolAnswer): unknown {
  return { code, reason, nearest };
}
