/**
 * One step of a schema, forward only. Plain SQL text that imports nothing: a step must do tomorrow what
 * it does today. A step that has been released never changes.
 */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}
