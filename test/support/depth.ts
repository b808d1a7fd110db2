import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** True in the project `deep`. */
    deep: boolean;
  }
}

/**
 * How far a test goes: `everything` in the project `deep`, and a few of each class in the run before every commit. A file
 * that asks runs in both.
 */
export function byDepth<T>({ few, everything }: { readonly few: T; readonly everything: T }): T {
  return inject('deep') ? everything : few;
}

/** Cases for the run before every commit: at most ten, spread over the whole list. All of them in `deep`. */
export function casesByDepth<T>(cases: readonly T[]): T[] {
  const every = Math.ceil(cases.length / FEW);
  return byDepth({ few: cases.filter((_, index) => index % every === 0), everything: [...cases] });
}

const FEW = 10;
