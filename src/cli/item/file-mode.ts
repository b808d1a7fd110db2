import { z } from 'zod';
import type { OptionHelp } from '../define-command.ts';

export const FILE_MODE_OPTION: OptionHelp = {
  flags: '--file-mode <mode>',
  description: 'who may read that file, in octal; 0600 when left out',
};

export const fileMode = z
  .string()
  .regex(/^0?[0-7]{3}$/, 'expected an octal mode such as 0600')
  .default('0600')
  .transform((text) => Number.parseInt(text, 8));
