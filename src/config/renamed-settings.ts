interface Renamed {
  readonly json: unknown;
  readonly warnings: readonly string[];
}

/** Settings that were called something else in an earlier version, and what they are called now. */
const RENAMED = [
  { section: ['audit', 'checkpoints'], before: 'places', now: 'targets' },
  { section: ['audit'], before: 'watch', now: 'detection' },
] as const;

/**
 * The same settings under the names of this version. Where both names are given the old one stays, so that the schema
 * refuses it: nothing says which of the two is meant.
 */
export function currentNames(json: unknown): Renamed {
  return RENAMED.reduce<Renamed>(
    (read, { section, before, now }) => {
      const renamed = renameIn(read.json, section, [before, now]);
      if (renamed === undefined) return read;
      const path = section.join('.');
      const warning = `config.json: ${path}.${before} is called ${path}.${now} now; rename it there`;
      return { json: renamed, warnings: [...read.warnings, warning] };
    },
    { json, warnings: [] },
  );
}

function renameIn(json: unknown, [member, ...rest]: readonly string[], names: readonly [string, string]): unknown {
  if (!isObject(json)) return undefined;
  if (member !== undefined) {
    const inner = renameIn(json[member], rest, names);
    return inner === undefined ? undefined : { ...json, [member]: inner };
  }
  const [before, now] = names;
  if (!(before in json) || now in json) return undefined;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name === before ? now : name, value]));
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
