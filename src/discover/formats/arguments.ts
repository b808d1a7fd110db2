import type { Setting } from './reader.ts';

/**
 * What a list of program arguments says: `--api-key`, then its value; `--token=…`; `-e NAME=value` of docker;
 * `--header 'Authorization: …'`.
 */
export function argumentSettings(list: readonly Setting[]): readonly Setting[] {
  return list.flatMap((argument, index) => {
    const before = list[index - 1]?.value ?? '';
    const assigned =
      /^(?:--?)?([A-Za-z_][\w.-]{1,80})(?:=|:[ \t]{1,2})(?:(?:Bearer|Token|Basic|ApiKey)[ \t]+)?(.+)$/i.exec(
        argument.value,
      );
    if (assigned !== null && !/^[a-z]+:\/\//i.test(argument.value))
      return [part(argument, assigned[1] ?? '', assigned[2] ?? '')];
    const flag = /^--?([A-Za-z][\w-]{1,60})$/.exec(before)?.[1];
    if (flag !== undefined && !argument.value.startsWith('-')) return [part(argument, flag, argument.value)];
    // Names of no use to judge by: the list's own, such as `keys` or `tokens`.
    return [{ ...argument, isAmongCredentials: false }];
  });
}

// Where the value has escapes, its offset is that of the whole argument.
function part(argument: Setting, name: string, value: string): Setting {
  const isPlain = argument.end - argument.start === argument.value.length;
  const start = isPlain ? argument.end - value.length : argument.start;
  return { name, value, start, end: argument.end, isAmongCredentials: true };
}
