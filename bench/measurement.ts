/** One row of the table that `npm run bench` prints. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What is aimed at, in words; empty for a row that is there to compare with. */
  readonly aim: string;
}
