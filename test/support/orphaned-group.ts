import { readdirSync, readFileSync } from 'node:fs';

/**
 * Whether this process group has no process left that could continue it: no member whose parent is of the same session and of
 * another group. Linux then lets SIGTSTP pass without effect (POSIX, orphaned process group), as under a daemon.
 */
export function isGroupOrphaned(): boolean {
  const facts = new Map(readdirSync('/proc').flatMap((name) => factsOf(name)));
  const own = facts.get(process.pid);
  return ![...facts.values()].some(({ parent, group, session }) => {
    const above = facts.get(parent);
    return group === own?.group && above?.session === session && above.group !== group;
  });
}

interface Facts {
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

function factsOf(name: string): readonly (readonly [number, Facts])[] {
  if (!/^\d+$/.test(name)) return [];
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
    const [, parent = 0, group = 0, session = 0] = stat
      .slice(stat.lastIndexOf(') ') + 2)
      .split(' ')
      .map(Number);
    return [[Number(name), { parent, group, session }]];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
