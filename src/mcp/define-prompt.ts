import type { z } from 'zod';

export interface Prompt<Args extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Every argument is text: MCP knows no other kind here. */
  readonly args: Args;
  /** What the person says to the model. It asks nothing of the vault, so it can tell nothing of it. */
  write(args: z.output<Args>): string;
}

/** Fixes the types of a prompt; adds nothing at run time. */
export function definePrompt<Args extends z.ZodObject>(prompt: Prompt<Args>): Prompt<Args> {
  return prompt;
}
