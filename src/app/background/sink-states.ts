import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import { sinkStateFile, type SinkStates } from '../../siem/index.ts';

/** How far a sink has come. */
export function sinkStates({ home }: Config, name: string): SinkStates {
  return sinkStateFile(join(home, 'sinks'), name);
}
