import { isKeywardError, type Clock, type Logger } from '../../core/index.ts';
import type { ExportFormat, ExportOptions } from '../export/export-format.ts';
import { exportTrail } from '../export/export-trail.ts';
import type { ListFilter } from '../list-filter.ts';
import type { AuditStore } from '../store.ts';
import type { SinkCursor } from './sink-cursor.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

/** Takes what a sink has to say. Rejects when it was not taken, and then it is sent again. */
export type Send = (text: string, contentType: string) => Promise<void>;

export interface SinkDeps extends ExportOptions {
  /** For messages; no secret in it. */
  readonly name: string;
  readonly store: AuditStore;
  readonly format: ExportFormat;
  readonly send: Send;
  readonly cursor: SinkCursor;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly filter?: ListFilter;
}

export interface Sink {
  /**
   * Send what was recorded since the last time. Never throws: what cannot be sent stays where it is, in the trail, and is tried
   * again after a pause that grows from a second to five minutes. Answers how far everything was taken.
   */
  tick(): Promise<number>;
}

/**
 * Carries the trail to somebody who reads it elsewhere, in order, at least once: the place in the trail is kept only after
 * the other side has taken what came before, so a crash between the two sends a page again. The trail itself is the buffer:
 * a sink that is down for an hour, or a year, loses nothing but what was pruned.
 */
export function createSink(deps: SinkDeps): Sink {
  let reached = 0;
  let pauseMs = 0;
  let notBefore = 0;
  let running: Promise<number> | undefined;

  async function drain(): Promise<void> {
    reached = await deps.cursor.load();
    for await (const chunk of exportTrail(deps.store, { ...deps, afterSeq: reached })) {
      if (chunk.seq <= reached) continue;
      if (chunk.text !== '') await deps.send(chunk.text, deps.format.contentType);
      await deps.cursor.save(chunk.seq);
      reached = chunk.seq;
    }
    pauseMs = 0;
  }

  async function attempt(): Promise<number> {
    if (deps.clock.now() < notBefore) return reached;
    try {
      await drain();
    } catch (error) {
      pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
      notBefore = deps.clock.now() + pauseMs;
      const code = isKeywardError(error) ? error.code : 'INTERNAL';
      deps.logger.warn({ sink: deps.name, code, pauseMs }, 'the audit trail could not be sent on');
    }
    return reached;
  }

  return { tick: () => (running ??= attempt().finally(() => (running = undefined))) };
}
