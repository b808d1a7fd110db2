import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { KeywardError, SecretValue, systemClock, systemRandom } from '../../core/index.ts';
import type { Binding } from '../../policy/index.ts';
import {
  generatePassword,
  generateSshKey,
  oneTimeCode,
  openSshPrivateKey,
  type FieldDraft,
} from '../../vault/index.ts';
import type { OptionHelp } from '../define-command.ts';
import { secretField } from './item-fields.ts';
import { readAssignments } from './read-assignments.ts';

/** What the secret of an item is, where it is not what comes by stdin or the prompt. */
export const SECRET_OPTIONS: readonly OptionHelp[] = [
  { flags: '--type <type>', description: 'what the secret is: concealed (when left out), otp, ssh_key' },
  { flags: '--generate-password [recipe]', description: 'make one up: letters,digits,symbols,32 when left out' },
  { flags: '--generate-ssh-key [kind]', description: 'make a key pair: ed25519 when left out, or rsa' },
  { flags: '--file <name=path>', description: 'a field that is what the file holds', repeatable: true },
];

export const secretFlags = {
  type: z.enum(['concealed', 'otp', 'ssh_key'], 'expected concealed, otp or ssh_key').default('concealed'),
  generatePassword: z.union([z.string(), z.literal(true)]).optional(),
  generateSshKey: z.union([z.enum(['ed25519', 'rsa'], 'expected ed25519 or rsa'), z.literal(true)]).optional(),
  file: z.array(z.string()).optional(),
};

const givenFlags = z.object(secretFlags);
export type SecretFlags = z.infer<typeof givenFlags>;

/** True when the secret is made up, so that there is no prompt for it. */
export function isGenerated({ generatePassword, generateSshKey }: SecretFlags): boolean {
  return generatePassword !== undefined || generateSshKey !== undefined;
}

export interface SecretRequest {
  readonly flags: SecretFlags;
  readonly binding: Binding | undefined;
  readonly title: string;
  readonly read: () => Promise<SecretValue>;
}

/**
 * The secret, made up or asked for, as the fields it makes. Throws `CONFIG_INVALID` when it is to be two things at
 * once, and `ITEM_FIELD_UNUSABLE` for a one-time password or a key that could not be used as such later.
 */
export async function secretFields({ flags, binding, title, read }: SecretRequest): Promise<readonly FieldDraft[]> {
  const { type, generatePassword: recipe, generateSshKey: kind } = flags;
  const wanted = [recipe !== undefined, kind !== undefined, type !== 'concealed'].filter(Boolean).length;
  if (wanted > 1)
    throw new KeywardError('CONFIG_INVALID', 'options of one kind of secret only: a password, a key pair, or a type');
  if (recipe !== undefined)
    return [secretField(binding, generatePassword(systemRandom, recipe === true ? undefined : recipe))];
  if (kind !== undefined) {
    const { privateKey, publicKey } = generateSshKey(kind === true ? 'ed25519' : kind, title);
    const shown = { id: 'public_key', label: 'public key', type: 'text' } as const;
    return [sshKeyField(privateKey), { ...shown, value: SecretValue.fromText(publicKey) }];
  }
  const secret = await read();
  if (type === 'concealed') return [secretField(binding, secret)];
  if (type === 'otp') {
    oneTimeCode(secret, systemClock.now());
    return [{ id: 'otp', label: 'one-time password', type: 'otp', value: secret }];
  }
  openSshPrivateKey({ value: secret, comment: title, random: systemRandom });
  return [sshKeyField(secret)];
}

function sshKeyField(value: SecretValue): FieldDraft {
  return { id: 'private_key', label: 'private key', type: 'ssh_key', value };
}

const FIELD_NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** `--file NAME=PATH`. Throws `CONFIG_INVALID`. */
export async function fileFields({ file }: SecretFlags): Promise<readonly FieldDraft[]> {
  const files = Object.entries(readAssignments('--file', file) ?? {});
  return Promise.all(
    files.map(async ([id, path]): Promise<FieldDraft> => {
      if (!FIELD_NAME.test(id)) throw new KeywardError('CONFIG_INVALID', '--file: expected NAME=PATH');
      return { id, type: 'file', value: SecretValue.fromBytes(await readBytes(path)) };
    }),
  );
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', '--file: the file cannot be read', { cause });
  }
}
