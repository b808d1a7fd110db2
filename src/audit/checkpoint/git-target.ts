import { writeCheckpoint } from './folder-target.ts';
import type { CheckpointTarget } from './target.ts';

/** Run git in a folder; rejects when it fails. Passed in: this module starts no programs. */
export type Git = (folder: string, args: readonly string[], signal: AbortSignal) => Promise<void>;

export interface GitTargetOptions {
  /** A working copy of its own. */
  readonly folder: string;
  readonly git: Git;
  /** Push after each commit to the branch's own remote. */
  readonly push?: boolean;
}

/** A git repository: each checkpoint is a commit, so that every clone of it remembers what the trail was. */
export function gitTarget({ folder, git, push = false }: GitTargetOptions): CheckpointTarget {
  return {
    name: `git ${folder}`,
    async publish(checkpoint, { history, signal }) {
      const paths = await writeCheckpoint(folder, checkpoint, history);
      const message = `checkpoint ${checkpoint.size}`;
      await git(folder, ['add', '--', ...paths], signal);
      await git(folder, ['commit', '--quiet', '--allow-empty', '-m', message, '--', ...paths], signal);
      if (push) await git(folder, ['push', '--quiet'], signal);
    },
  };
}
