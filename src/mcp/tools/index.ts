import type { Tool } from '../define-tool.ts';
import { explainRequest } from './explain-request.ts';
import { httpGet } from './http-get.ts';
import { httpRequest } from './http-request.ts';
import { listItems } from './list-items.ts';

/** Every tool an agent sees, in the order clients show them. */
export const TOOLS: readonly Tool[] = [listItems, httpGet, httpRequest, explainRequest];
