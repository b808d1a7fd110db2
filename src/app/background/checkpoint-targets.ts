import { join } from 'node:path';
import {
  folderTarget,
  gitTarget,
  httpTarget,
  targetStateFiles,
  type CheckpointTarget,
  type Post,
  type TargetStates,
} from '../../audit/index.ts';
import type { Config } from '../../config/index.ts';
import { runGit } from './git.ts';

/** The targets of the configuration, and before them the folder in the data folder. */
export function checkpointTargets(config: Config, post: Post): readonly CheckpointTarget[] {
  const { targets } = config.settings.audit.checkpoints;
  const configured = targets.map((target): CheckpointTarget => {
    if (target.kind === 'folder') return folderTarget(target.path);
    if (target.kind === 'git') return gitTarget({ folder: target.path, push: target.push, git: runGit });
    return httpTarget(target.url, post);
  });
  return [folderTarget(ownCheckpointFolder(config)), ...configured];
}

/** Folders that hold checkpoints and can be read by us. */
export function checkpointFolders(config: Config): readonly string[] {
  const { targets } = config.settings.audit.checkpoints;
  return [ownCheckpointFolder(config), ...targets.flatMap((target) => (target.kind === 'http' ? [] : [target.path]))];
}

/** How far each target has come. */
export function checkpointTargetStates({ home }: Config): TargetStates {
  return targetStateFiles(join(home, 'checkpoint-places'));
}

function ownCheckpointFolder({ home }: Config): string {
  return join(home, 'checkpoints');
}
