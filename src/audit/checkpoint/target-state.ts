import type { TreeHash } from '../tree/tree-hash.ts';

/** How far one target has come. */
export interface TargetState {
  /** Name of the target. */
  readonly name: string;
  /** The newest checkpoint it has taken. */
  readonly taken?: { readonly size: number; readonly root: TreeHash; readonly atMs: number } | undefined;
  /** Set while it does not take any: since when, and the code of the last failure. */
  readonly failing?: { readonly sinceMs: number; readonly code: string } | undefined;
}

/** Remembers how far each target has come, over restarts and between processes. */
export interface TargetStates {
  load(name: string): Promise<TargetState | undefined>;
  save(state: TargetState): Promise<void>;
}

/** Remembers it for as long as the process lives. */
export function targetStatesInMemory(): TargetStates {
  const states = new Map<string, TargetState>();
  return {
    load: async (name) => states.get(name),
    save: async (state) => void states.set(state.name, state),
  };
}
