import { z } from 'zod';
import { SecretValue, systemRandom } from '../../core/index.ts';
import { fillTemplate, parseTemplate, printSecret } from '../../run/index.ts';
import { defineCommand } from '../define-command.ts';
import { FILE_MODE_OPTION, fileMode } from '../item/file-mode.ts';
import { readTextFile } from './read-text-file.ts';
import { readTemplate } from './read-template.ts';
import { unresolved } from './unresolved.ts';
import { withReader } from './with-reader.ts';

export const inject = defineCommand({
  about: [
    'Print a text with the values instead of its references: op://vault/item/field as it stands, or in braces,',
    '{{ op://vault/item name/field }}, where a name has spaces. Variables such as $APP_ENV are replaced within references',
    'only. If a reference cannot be resolved, all that cannot are listed and nothing is written.',
  ].join('\n'),
  options: [
    { flags: '-i, --in-file <file>', description: 'the template; stdin when left out' },
    { flags: '-o, --out-file <file>', description: 'write it into this new file, readable by you alone' },
    FILE_MODE_OPTION,
    { flags: '-f, --force', description: 'replace the file if there is one' },
  ],
  examples: [
    'keyward inject -i config.yml.tpl -o config.yml',
    'echo "key: op://deploy/api/credential" | keyward inject',
  ],
  input: z.object({
    inFile: z.string().min(1, 'expected a name').optional(),
    outFile: z.string().min(1, 'expected a name').optional(),
    fileMode,
    force: z.boolean().default(false),
  }),
  async run({ inFile, outFile, fileMode: mode, force }, context) {
    const text =
      inFile === undefined ? await readTemplate(context.streams.stdin) : await readTextFile(inFile, 'template');
    const parts = parseTemplate(text, variablesOf(context.source.env));
    const hasReferences = parts.some(({ kind }) => kind === 'reference');
    const filled = hasReferences
      ? await withReader(context, (reader) => fillTemplate(parts, reader))
      : SecretValue.fromText(parts.map((part) => part.text).join(''));
    if (!(filled instanceof SecretValue)) throw unresolved(filled, context);
    const { stdout } = context.streams;
    await printSecret(filled, { outFile, mode, force, newline: false, stdout, random: systemRandom });
    return outFile === undefined ? undefined : { json: { output: outFile }, text: [`wrote ${outFile}`] };
  },
});

// In whatever case, as `op inject` has it; the very name before others.
function variablesOf(env: Readonly<Record<string, string | undefined>>): (name: string) => string | undefined {
  const folded = new Map(Object.entries(env).map(([name, value]) => [name.toUpperCase(), value]));
  return (name) => env[name] ?? folded.get(name.toUpperCase());
}
