import {
  ProtocolError,
  ProtocolErrorCode,
  type CompleteRequestParams,
  type CompleteResult,
} from '@modelcontextprotocol/server';
import type { ListedItem } from '../broker/index.ts';
import { uriTemplateOf } from './define-resource.ts';
import { PROMPTS } from './prompts/index.ts';
import { inScope, refused, type RequestScope, type Serving } from './request-scope.ts';
import { RESOURCE_FAMILIES } from './resources/index.ts';

// MCP allows no more values in one answer.
const MAX_VALUES = 100;
const MAX_LOOKED_AT = 200;
const MAX_TYPED_CHARS = 256;

/** Names of items and vaults while a person types, for arguments of prompts and parts of resource addresses. */
export function serveCompletions(serving: Serving): void {
  serving.server.server.setRequestHandler('completion/complete', async ({ params }, context) => {
    const completer = completerOf(params);
    if (completer === undefined) return { completion: { values: [] } };
    const requested = { method: 'completion/complete' };
    return inScope(serving, { context, requested }, async (scope) => complete(scope, params, completer));
  });
}

type Completer = (items: readonly ListedItem[], params: CompleteRequestParams) => readonly string[];

function completerOf({ ref, argument }: CompleteRequestParams): Completer | undefined {
  if (ref.type === 'ref/prompt') {
    if (PROMPTS.some(({ name }) => name === ref.name)) return argument.name === 'item' ? references : undefined;
  } else if (RESOURCE_FAMILIES.some((family) => uriTemplateOf(family) === ref.uri)) {
    if (argument.name === 'vault') return (items) => items.map(({ vault }) => vault);
    return argument.name === 'item' ? titles : undefined;
  }
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'there is nothing of that name to complete');
}

// As list_items would be asked: by title, and by vault and title where a title alone would not do.
function references(items: readonly ListedItem[]): readonly string[] {
  const isOnlyOne = (title: string): boolean => items.filter((item) => item.title === title).length === 1;
  return items.map(({ vault, title }) => (isOnlyOne(title) ? title : `${vault}/${title}`));
}

function titles(items: readonly ListedItem[], { context }: CompleteRequestParams): readonly string[] {
  const vault = context?.arguments?.['vault'];
  return items.filter((item) => vault === undefined || item.vault === vault).map(({ title }) => title);
}

async function complete(
  { broker, call }: RequestScope,
  params: CompleteRequestParams,
  completer: Completer,
): Promise<CompleteResult> {
  const typed = params.argument.value.slice(0, MAX_TYPED_CHARS);
  // What was typed of `vault/title` is looked for by its title.
  const page = await broker.listItems(call, { filter: typed.slice(typed.lastIndexOf('/') + 1), limit: MAX_LOOKED_AT });
  if (page.kind === 'refused') throw refused(page);
  const wanted = typed.toLowerCase();
  const fitting = [...new Set(completer(page.items, params))].filter((text) => text.toLowerCase().includes(wanted));
  const values = fitting.slice(0, MAX_VALUES);
  return { completion: { values, hasMore: page.nextCursor !== undefined || fitting.length > values.length } };
}
