import type { z } from 'zod';
import type { Broker, CallContext, Refusal } from '../broker/index.ts';
import type { Json } from '../core/index.ts';

/** What a tool does, from which all four MCP annotations are derived here alone. */
export type ToolEffect = 'reads-keyward' | 'reads-upstream' | 'writes-upstream';

export type ToolOutcome =
  | {
      readonly kind: 'ok';
      readonly structured: Readonly<Record<string, Json>>;
      /** `upstream`: it holds words of a service, which are data and never ours. */
      readonly origin?: 'upstream';
    }
  | Refusal;

export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: ToolEffect;
  readonly input: Input;
  readonly output: z.ZodObject;
  handle(broker: Broker, context: CallContext, input: z.output<Input>): Promise<ToolOutcome>;
}

/** Fixes the types of a tool; adds nothing at run time. */
export function defineTool<Input extends z.ZodObject>(tool: Tool<Input>): Tool<Input> {
  return tool;
}

/** The four MCP hints, true to what the tool does. They inform a client; nothing here relies on them. */
export function annotationsOf(tool: Pick<Tool, 'title' | 'effect'>): {
  title: string;
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
} {
  const writes = tool.effect === 'writes-upstream';
  return {
    title: tool.title,
    readOnlyHint: !writes,
    destructiveHint: writes,
    idempotentHint: !writes,
    openWorldHint: tool.effect !== 'reads-keyward',
  };
}
