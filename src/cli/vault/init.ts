import { z } from 'zod';
import { KeywardError, type SecretValue } from '../../core/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { openOwner } from '../owner/open-owner.ts';
import type { Runtime } from '../../app/index.ts';
import { newPassphrase, readPassphrase } from '../owner/passphrase.ts';
import { withRuntime } from '../owner/with-owner.ts';

const LOCATIONS = {
  none: 'nowhere yet',
  file: 'in the file owner.key (0600)',
  passphrase: 'in the file owner.key, under a passphrase',
  keychain: 'in the keychain of this user',
} as const;

export const init = defineCommand({
  about: [
    'Make the data folder and the owner key. Optional: the first command that needs them makes them too.',
    'The owner key goes into the keychain of this user where there is one, else into the file owner.key.',
    '',
    'With --passphrase it is stored in the file under a passphrase of at least 12 characters, which is then asked for',
    'by every command that needs the key, or read from the file named in KEYWARD_PASSPHRASE_FILE.',
  ].join('\n'),
  options: [{ flags: '--passphrase', description: 'protect the owner key with a passphrase' }],
  examples: ['keyward init', 'keyward init --passphrase', 'KEYWARD_HOME=/srv/keyward keyward init'],
  input: z.object({ passphrase: z.boolean().default(false) }),
  run: async ({ passphrase }, context) =>
    withRuntime(context, async (runtime) => {
      const chosen = passphrase ? await choosePassphrase(runtime, context) : undefined;
      const owner = await openOwner(runtime, { passphrase: () => readPassphrase(context), newPassphrase: chosen });
      const [home, location] = [context.config.home, await runtime.ownerKeys.location()];
      const done = owner.isNew ? 'made' : 'there already';
      return {
        json: { home, owner_key: location, created: owner.isNew },
        text: [
          `data folder: ${home}`,
          `owner key: ${LOCATIONS[location]}`,
          `${done}; back up the whole folder to keep the vaults`,
        ],
      };
    }),
});

async function choosePassphrase({ ownerKeys }: Runtime, context: CommandContext): Promise<SecretValue | undefined> {
  const location = await ownerKeys.location();
  if (location === 'none') return newPassphrase(context);
  if (location === 'passphrase') return undefined;
  throw new KeywardError('CONFIG_INVALID', 'the owner key is there already, without a passphrase', {
    hint: 'a passphrase can only be set when the key is made',
  });
}
