/** One answer of a resolver: the addresses, or the code it fails with. */
export type ScriptedAnswer = readonly string[] | { readonly code: string };

export interface ScriptedLookup {
  readonly lookup: (hostname: string) => Promise<readonly { readonly address: string }[]>;
  /** The names asked for, in order. */
  readonly asked: readonly string[];
}

/** A resolver that gives one answer after the other, as a rebinding name server does. The last one stays. */
export function scriptedLookup(...answers: readonly ScriptedAnswer[]): ScriptedLookup {
  const asked: string[] = [];
  const lookup = (hostname: string): Promise<readonly { readonly address: string }[]> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    if ('code' in answer) return Promise.reject(Object.assign(new Error(`lookup ${hostname}`), answer));
    return Promise.resolve(answer.map((address) => ({ address })));
  };
  return { lookup, asked };
}
