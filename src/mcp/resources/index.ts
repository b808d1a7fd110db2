import type { FixedResource, ResourceFamily } from '../define-resource.ts';
import { itemResource } from './item.ts';
import { itemsResource } from './items.ts';
import { sessionResource } from './session.ts';

/** Every document that is always there, in the order clients show them. */
export const RESOURCES: readonly FixedResource[] = [itemsResource, sessionResource];

/** Every family of documents. The members of the first are listed, one for each item. */
export const RESOURCE_FAMILIES: readonly ResourceFamily<'vault' | 'item'>[] = [itemResource];
