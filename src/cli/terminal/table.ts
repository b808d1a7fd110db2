/** Rows under a heading, columns padded to the widest cell. An empty table is one sentence. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[], empty: string): string[] {
  if (rows.length === 0) return [empty];
  const all = [headings.map((heading) => heading.toUpperCase()), ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => width(row[column]))));
  return all.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `name  value` lines, the values in one column. */
export function pairs(entries: readonly (readonly [name: string, value: string])[]): string[] {
  const widest = Math.max(0, ...entries.map(([name]) => width(name)));
  return entries.map(([name, value]) => `${pad(name, widest)}  ${value}`.trimEnd());
}

function pad(cell: string, columns: number): string {
  return cell + ' '.repeat(Math.max(0, columns - width(cell)));
}

function width(cell: string | undefined): number {
  return cell === undefined ? 0 : Array.from(cell).length;
}
