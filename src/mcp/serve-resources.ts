import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type ListResourcesResult,
  type ReadResourceResult,
  type Resource,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { ListedItem } from '../broker/index.ts';
import { partsOf, uriOf, uriTemplateOf, type ResourceOutcome } from './define-resource.ts';
import { inScope, refused, type RequestScope, type Serving } from './request-scope.ts';
import { itemResource } from './resources/item.ts';
import { RESOURCE_FAMILIES, RESOURCES } from './resources/index.ts';

const PAGE_ITEMS = 50;
const MAX_URI_CHARS = 4_096;
const MIME_TYPE = 'application/json';

/**
 * Resources by handlers of our own in place of the SDK's: they page, and no address of a client is ever matched
 * against a pattern (CVE-2026-0621).
 */
export function serveResources(serving: Serving): void {
  const { server } = serving.server;
  server.setRequestHandler('resources/list', async ({ params }, context) => {
    const requested = { method: 'resources/list' };
    return inScope(serving, { context, requested }, async (scope) => list(scope, params?.cursor));
  });
  server.setRequestHandler('resources/templates/list', async () => ({
    resourceTemplates: RESOURCE_FAMILIES.map((family) => {
      const { name, title, description } = family;
      return { uriTemplate: uriTemplateOf(family), name, title, description, mimeType: MIME_TYPE };
    }),
  }));
  server.setRequestHandler('resources/read', async ({ params }, context) => read(serving, params.uri, context));
}

async function list({ broker, call }: RequestScope, cursor: string | undefined): Promise<ListResourcesResult> {
  const page = await broker.listItems(call, { limit: PAGE_ITEMS, cursor });
  const fixed = cursor === undefined ? RESOURCES.map(fixedEntry) : [];
  // A refused caller still learns what there would be; the refusal itself comes with reading it.
  if (page.kind === 'refused' && cursor === undefined) return { resources: fixed };
  if (page.kind === 'refused') throw refused(page);
  const resources = [...fixed, ...page.items.map(itemEntry)];
  return page.nextCursor === undefined ? { resources } : { resources, nextCursor: page.nextCursor };
}

function fixedEntry({ uri, name, title, description }: (typeof RESOURCES)[number]): Resource {
  return { uri, name, title, description, mimeType: MIME_TYPE, annotations: { audience: ['assistant'] } };
}

function itemEntry({ vault, title, origins }: ListedItem): Resource {
  return {
    uri: uriOf(itemResource, [vault, title]),
    name: `${vault}/${title}`,
    title,
    description: origins.length === 0 ? 'not bound to any destination' : `may go to ${origins.join(', ')}`,
    mimeType: MIME_TYPE,
    annotations: { audience: ['assistant'] },
  };
}

async function read(serving: Serving, uri: string, context: ServerContext): Promise<ReadResourceResult> {
  const find = uri.length > MAX_URI_CHARS ? undefined : readerOf(uri);
  if (find === undefined) throw notFound(uri);
  return inScope(serving, { context, requested: { method: 'resources/read' } }, async (scope) => {
    const outcome = await find(scope);
    if (outcome.kind === 'refused') throw outcome.code === 'ITEM_NOT_FOUND' ? notFound(uri) : refused(outcome);
    return { contents: [{ uri, mimeType: MIME_TYPE, text: JSON.stringify(outcome.document) }] };
  });
}

function readerOf(uri: string): ((scope: RequestScope) => Promise<ResourceOutcome>) | undefined {
  const fixed = RESOURCES.find((resource) => resource.uri === uri);
  if (fixed !== undefined) return async (scope) => fixed.read(scope);
  for (const family of RESOURCE_FAMILIES) {
    const parts = partsOf(family, uri);
    if (parts !== undefined) return async (scope) => family.read(scope, parts);
  }
  return undefined;
}

function notFound(uri: string): ProtocolError {
  return uri.length > MAX_URI_CHARS
    ? new ProtocolError(ProtocolErrorCode.InvalidParams, 'that address is too long')
    : new ResourceNotFoundError(uri);
}
