import type { CompiledQuery, Kysely } from 'kysely';

/** A query whose SQL is made on its first run and kept; later runs bring other parameters, in the same order. */
export type CompiledOnce<Tables, Row> = (tx: Kysely<Tables>, parameters: readonly unknown[]) => Promise<readonly Row[]>;

/**
 * For the few queries on the path of every call: building their SQL with Kysely costs more than running
 * it. `compile` gives stand-in values; every run must bind exactly as many, in the builder's order.
 */
export function compileOnce<Tables, Row>(
  compile: (tx: Kysely<Tables>) => CompiledQuery<Row>,
): CompiledOnce<Tables, Row> {
  let compiled: CompiledQuery<Row> | undefined;
  return async (tx, parameters) => {
    compiled ??= compile(tx);
    return (await tx.executeQuery<Row>({ ...compiled, parameters })).rows;
  };
}
