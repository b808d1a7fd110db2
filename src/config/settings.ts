import { z } from 'zod';
import { KeywardError } from '../core/index.ts';
import { auditSection } from './sections/audit.ts';
import { oauthSection } from './sections/oauth.ts';

/** The sections of `config.json`. Each is one schema under `sections/`, strict: a misspelt name is refused. */
const settingsSchema = z.strictObject({
  audit: auditSection.prefault({}),
  oauth: oauthSection.optional(),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

/** Settings from the text of `config.json`; the defaults without one. Throws `CONFIG_INVALID` naming the place, never a value. */
export function parseSettings(text: string | undefined): Settings {
  const result = settingsSchema.safeParse(text === undefined ? {} : parseJson(text));
  if (result.success) return result.data;
  throw invalid(result.error.issues.map(({ path, message }) => `${path.join('.') || 'config.json'}: ${message}`));
}

/** What holds without a file. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(['it is not JSON']);
  }
}

function invalid(problems: readonly string[]): KeywardError {
  return new KeywardError('CONFIG_INVALID', `config.json: ${problems.join('; ')}`, {
    hint: 'change config.json in the data folder',
  });
}
