/** What a person types, and all that comes of it. */
export interface Exchange {
  /** For a shell; it may go over several lines. */
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * A transcript: paragraphs that begin with `$ COMMAND` (longer ones go on behind `> `), then the output, lines of stderr behind `! `, and
 * `[CODE]` when it is not 0. Other paragraphs are prose. `|` alone is an empty line of output.
 */
export function readTranscript(text: string): readonly (string | Exchange)[] {
  return text.split(/\n{2,}/).map((paragraph) => {
    const lines = paragraph.split('\n').filter((line) => line !== '');
    return lines[0]?.startsWith('$ ') === true ? readExchange(lines) : lines.join('\n');
  });
}

export function writeTranscript(parts: readonly (string | Exchange)[]): string {
  return `${parts.map((part) => (typeof part === 'string' ? part : writeExchange(part))).join('\n\n')}\n`;
}

function readExchange([first = '', ...rest]: readonly string[]): Exchange {
  const more = rest.findIndex((line) => !line.startsWith('> '));
  const at = more === -1 ? rest.length : more;
  const output = rest.slice(at);
  const code = /^\[(\d+)\]$/.exec(output.at(-1) ?? '')?.[1];
  const shown = (code === undefined ? output : output.slice(0, -1)).map((line) => (line === '|' ? '' : line));
  return {
    command: [first.slice(2), ...rest.slice(0, at).map((line) => line.slice(2))].join('\n'),
    stdout: textOf(shown.filter((line) => !line.startsWith('! '))),
    stderr: textOf(shown.filter((line) => line.startsWith('! ')).map((line) => line.slice(2))),
    exitCode: Number(code ?? 0),
  };
}

function writeExchange({ command, stdout, stderr, exitCode }: Exchange): string {
  const lines = (text: string, mark = ''): readonly string[] =>
    text === ''
      ? []
      : text
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => (line === '' && mark === '' ? '|' : `${mark}${line}`));
  const code = exitCode === 0 ? [] : [`[${exitCode}]`];
  return [`$ ${command.replaceAll('\n', '\n> ')}`, ...lines(stderr, '! '), ...lines(stdout), ...code].join('\n');
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
