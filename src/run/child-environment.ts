import { KeywardError } from '../core/index.ts';
import { parseEnvFile } from './env-file.ts';
import { expandEscapes, expandVariables } from './expand-variables.ts';
import { parseValue, type TemplatePart } from './template.ts';

export interface EnvironmentSources {
  /** Of this process. A variable whose whole value is a reference is resolved. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** Texts of env files, in the order they were named: a later one wins, and each over what is inherited. */
  readonly envFiles: readonly string[];
  /** On Windows names are the same in any case. */
  readonly platform: NodeJS.Platform;
  /** Names whose value is not handed on from `inherited`, unless it is a reference; an env file may name them. */
  readonly withheld?: readonly string[];
}

export interface ChildEnvironment {
  /** What holds no reference. */
  readonly plain: ReadonlyMap<string, string>;
  readonly templates: ReadonlyMap<string, readonly TemplatePart[]>;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

/** The environment a child is to have, its references not resolved yet. Throws `ENV_FILE_INVALID`. */
export function childEnvironment(sources: EnvironmentSources): ChildEnvironment {
  const { inherited, envFiles, platform, withheld = [] } = sources;
  const fold = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const known = new Map(Object.entries(inherited).map(([name, value]) => [fold(name), value]));
  const lookup = (name: string): string | undefined => known.get(fold(name));
  const variables = new Map<string, Variable>();
  for (const [name, value = ''] of Object.entries(inherited)) {
    const isReference = value.startsWith('op://');
    if (inherited[name] === undefined || (!isReference && withheld.some((each) => fold(each) === fold(name)))) continue;
    variables.set(fold(name), { name, parts: [{ kind: isReference ? 'reference' : 'text', text: value }] });
  }
  for (const { key, value: written, quotes } of envFiles.flatMap(parseEnvFile)) {
    const name = expandVariables(key, lookup);
    if (!NAME.test(name))
      throw new KeywardError('ENV_FILE_INVALID', 'the env file has a name that no variable can have');
    const expand = quotes === 'double' ? expandEscapes : expandVariables;
    const value = quotes === 'single' ? written : expand(written, lookup);
    known.set(fold(name), value);
    variables.set(fold(name), { name, parts: parseValue(value) });
  }
  return sortOut([...variables.values()]);
}

interface Variable {
  readonly name: string;
  readonly parts: readonly TemplatePart[];
}

function sortOut(variables: readonly Variable[]): ChildEnvironment {
  const holdsReference = ({ parts }: Variable): boolean => parts.some(({ kind }) => kind === 'reference');
  const plain = variables.filter((variable) => !holdsReference(variable));
  return {
    plain: new Map(plain.map(({ name, parts }) => [name, parts.map(({ text }) => text).join('')])),
    templates: new Map(variables.filter(holdsReference).map(({ name, parts }) => [name, parts])),
  };
}
