// The part of `node:sqlite` in use here: the types of the oldest supported Node do not know the module.
declare module 'node:sqlite' {
  type Value = string | number | bigint | Uint8Array | null;

  export class StatementSync {
    all(...parameters: Value[]): unknown[];
    run(...parameters: Value[]): { changes: number | bigint };
  }

  export class DatabaseSync {
    constructor(path: string, options?: { allowExtension?: boolean; enableDoubleQuotedStringLiterals?: boolean });
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }
}
