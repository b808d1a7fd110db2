import { z } from 'zod';
import { KeywardError, systemRandom } from '../../core/index.ts';
import { printSecret } from '../../run/index.ts';
import { revealField } from '../../vault/index.ts';
import { defineCommand } from '../define-command.ts';
import { FILE_MODE_OPTION, fileMode } from '../item/file-mode.ts';
import { withReader } from './with-reader.ts';

export const read = defineCommand({
  about: [
    'Print the value a reference names, with a line break after it. It reads as the owner of this machine, or as the',
    'agent whose token is in KEYWARD_SERVICE_ACCOUNT_TOKEN, which needs a `read` grant. Each read is recorded.',
    '',
    'With --out-file the value goes into a new file of mode 0600, byte for byte.',
  ].join('\n'),
  arguments: [['<reference>', 'op://vault/item/[section/]field, with ?attribute=otp or ?ssh-format=openssh']],
  options: [
    { flags: '-o, --out-file <file>', description: 'write it into this new file, readable by you alone' },
    FILE_MODE_OPTION,
    { flags: '-f, --force', description: 'replace the file if there is one' },
    { flags: '-n, --no-newline', description: 'print the value alone' },
  ],
  examples: [
    'keyward read op://ai-agents/anthropic/credential',
    "keyward read 'op://ai-agents/github/one-time password?attribute=otp'",
    'keyward read op://deploy/ci-key/private_key?ssh-format=openssh --out-file id_ed25519',
  ],
  input: z.object({
    reference: z.string(),
    outFile: z.string().min(1, 'expected a name').optional(),
    fileMode,
    force: z.boolean().default(false),
    newline: z.boolean().default(true),
  }),
  async run({ reference, outFile, fileMode: mode, force, newline }, context) {
    const resolution = await withReader(context, (reader) => reader.resolve(reference));
    if (resolution.kind === 'unresolved') {
      const { code, reason, hint, callId } = resolution;
      throw new KeywardError(code, reason, { hint, details: { call_id: callId } });
    }
    const { value } = resolution;
    if (outFile === undefined && context.json) return { json: { reference, value: revealField(resolution) }, text: [] };
    await printSecret(value, { outFile, mode, force, newline, stdout: context.streams.stdout, random: systemRandom });
    if (outFile === undefined) return undefined;
    return { json: { reference, output: outFile }, text: [`wrote ${outFile}`] };
  },
});
