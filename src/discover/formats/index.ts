import { assignments } from './assignments.ts';
import { CREDENTIAL_FILES } from './credential-files.ts';
import { json } from './json.ts';
import type { FormatReader } from './reader.ts';
import { toml } from './toml.ts';
import { xml } from './xml.ts';
import { yaml } from './yaml.ts';

const READERS: readonly FormatReader[] = [...CREDENTIAL_FILES, json, toml, yaml, xml, assignments];

/** The readers for a file; more than one where its name leaves it open. */
export function readersFor(path: string): readonly FormatReader[] {
  return READERS.filter((reader) => reader.matches(path));
}
