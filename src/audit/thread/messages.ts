import type { ErrorCode } from '../../core/index.ts';
import type { RecordLine } from '../record-line.ts';
import type { AuditHead } from '../store.ts';

/** To the thread: a batch to append, or the end. */
export type ThreadRequest = readonly RecordLine[] | typeof CLOSE;

/** From the thread: that it is there; then for each batch, in order, the places of its records or why there are none. */
export type ThreadAnswer = typeof READY | readonly AuditHead[] | { readonly code: ErrorCode };

export const READY = 'ready';
export const CLOSE = 'close';
