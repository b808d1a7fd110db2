import { z } from 'zod';
import { KeywardError } from '../core/index.ts';
import { approvalsSection } from './sections/approvals.ts';
import { auditSection } from './sections/audit.ts';
import { oauthSection } from './sections/oauth.ts';
import { serveSection } from './sections/serve.ts';
import { currentNames } from './renamed-settings.ts';

/** The sections of `config.json`. Each is one schema under `sections/`, strict: a misspelt name is refused. */
const settingsSchema = z.strictObject({
  audit: auditSection.prefault({}),
  oauth: oauthSection.optional(),
  approvals: approvalsSection.prefault({}),
  serve: serveSection.prefault({}),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

export interface ParsedSettings {
  readonly settings: Settings;
  /** What the owner should change in the file, though it is read: sentences. */
  readonly warnings: readonly string[];
}

/** Settings from the text of `config.json`; the defaults without one. Throws `CONFIG_INVALID` naming the setting, never a value. */
export function parseSettings(text: string | undefined): ParsedSettings {
  const { json, warnings } = currentNames(text === undefined ? {} : parseJson(text));
  const result = settingsSchema.safeParse(json);
  if (result.success) return { settings: result.data, warnings };
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
