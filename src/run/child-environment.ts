import { KeywardError } from '../core/index.ts';
import { parseEnvFile } from './env-file.ts';
import { expandVariables } from './expand-variables.ts';
import { parseValue, type TemplatePart } from './template.ts';

export interface EnvironmentSources {
  /** Of this process. A variable whose whole value is a reference is resolved. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** Texts of env files, in the order they were named: a later one wins, and each over what is inherited. */
  readonly envFiles: readonly string[];
}

export interface ChildEnvironment {
  /** What holds no reference. */
  readonly plain: ReadonlyMap<string, string>;
  readonly templates: ReadonlyMap<string, readonly TemplatePart[]>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** The environment a child is to have, its references not resolved yet. Throws `ENV_FILE_INVALID`. */
export function childEnvironment({ inherited, envFiles }: EnvironmentSources): ChildEnvironment {
  const plain = new Map<string, string>();
  const templates = new Map<string, readonly TemplatePart[]>();
  const put = (name: string, parts: readonly TemplatePart[]): void => {
    plain.delete(name);
    templates.delete(name);
    if (parts.some(({ kind }) => kind === 'reference')) templates.set(name, parts);
    else plain.set(name, parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''));
  };
  for (const [name, value] of Object.entries(inherited)) {
    if (value === undefined) continue;
    if (value.startsWith('op://')) put(name, [{ kind: 'reference', reference: value }]);
    else plain.set(name, value);
  }
  const written = new Map<string, string>();
  const lookup = (name: string): string | undefined => written.get(name) ?? inherited[name];
  for (const text of envFiles) {
    for (const entry of parseEnvFile(text)) {
      const name = expandVariables(entry.key, lookup);
      if (!NAME.test(name))
        throw new KeywardError('ENV_FILE_INVALID', 'the env file has a name that no variable can have');
      const value = entry.literal ? entry.value : expandVariables(entry.value, lookup);
      written.set(name, value);
      put(name, parseValue(value));
    }
  }
  return { plain, templates };
}
