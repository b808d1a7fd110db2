import { type Budget, spend } from './budget.ts';

/** Finds any of a set of texts at a offset of another text: a filter over the four characters before it answers nearly all. */
export interface FormFinder {
  /** Calls `onFound` for each offset, ascending. False when the budget was spent before the end. */
  find(text: string, budget: Budget, onFound: (at: number, form: Form) => void): boolean;
}

export interface Form {
  readonly text: string;
  /** In an alphabet that goes on around it: the run it is in goes with it. */
  readonly isEncoded: boolean;
}

/** Characters that tell where a form may begin; shorter forms are not looked for. */
const OPENING = 4;
const SPREAD = 0x9e_37_79_b1;
const SHIFT = 16;

export function createFormFinder(forms: readonly Form[]): FormFinder {
  const filter = new Uint8Array(65_536);
  const byOpening = new Map<number, Form[]>();
  for (const form of forms.filter(({ text }) => text.length >= OPENING)) {
    const opening = openingOf(form.text);
    filter[Math.imul(opening, SPREAD) >>> SHIFT] = 1;
    const same = byOpening.get(opening);
    if (same === undefined) byOpening.set(opening, [form]);
    else same.push(form);
  }
  return {
    find: (text, budget, onFound) => {
      if (!spend(budget, text.length * 2)) return false;
      let opening = 0;
      for (let at = 0; at < text.length; at += 1) {
        opening = (opening << 8) ^ text.charCodeAt(at);
        if (filter[Math.imul(opening, SPREAD) >>> SHIFT] !== 1 || at < OPENING - 1) continue;
        for (const form of byOpening.get(opening) ?? []) {
          if (!spend(budget, 1 + (form.text.length >> 2))) return false;
          if (text.startsWith(form.text, at - OPENING + 1)) onFound(at - OPENING + 1, form);
        }
      }
      return true;
    },
  };
}

function openingOf(text: string): number {
  let opening = 0;
  for (let at = 0; at < OPENING; at += 1) opening = (opening << 8) ^ text.charCodeAt(at);
  return opening;
}
