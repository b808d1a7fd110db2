/** A value that a file gives to a name, as its format says. */
export interface Setting {
  readonly name: string;
  /** Without quotes and escapes. */
  readonly value: string;
  /** Where the value's text begins and ends: for a text in quotes, between them. */
  readonly start: number;
  readonly end: number;
  /** The format itself says that this is a credential. */
  readonly isCredential?: boolean;
  /** Among names that are chosen for credentials, such as the environment of an MCP server. */
  readonly isAmongCredentials?: boolean;
}

/** Reads one format. Never throws for a text that is damaged: what can be read is read. */
export interface FormatReader {
  readonly id: string;
  readonly matches: (path: string) => boolean;
  /** `text`: one character for each byte. */
  readonly read: (text: string, path: string) => Iterable<Setting>;
}

/** A setting for the last group of a match that holds the value. */
export function settingAt(offset: number, name: string, value: string): Setting {
  return { name, value, start: offset, end: offset + value.length };
}
