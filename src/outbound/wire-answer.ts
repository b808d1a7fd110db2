/** The head of an answer as it stood on the wire. Names are lower case. */
export interface AnswerHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** An answer of which the body is still to come. */
export interface WireAnswer extends AnswerHead {
  /** Still coded. Throws OUTBOUND_* errors; leaving it early ends the request. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** One whole answer: body still coded, cut at the cap or when time was over. */
export interface RawAnswer extends AnswerHead {
  readonly body: Uint8Array;
  readonly truncated: false | 'size' | 'time';
}
