/** As much of a record as the chain is walked by. */
export interface Link {
  readonly seq: number | undefined;
  readonly prev: string;
  readonly chain: string;
  readonly at: string;
  readonly hash: string;
}
