/** The judged request, sent as it is but for the credential. */
export interface OutboundRequest {
  /** Upper case. */
  readonly method: string;
  /** Without user information. Its fragment is not sent. */
  readonly url: URL;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: OutboundBody | undefined;
}

export interface OutboundBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}
