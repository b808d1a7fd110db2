import { describeBinding, type Binding } from '../../policy/index.ts';

/** A binding for a person, indented under what it belongs to. */
export function bindingLines(binding: Binding | undefined): readonly string[] {
  return binding === undefined ? ['  not bound: no calls'] : describeBinding(binding).map((line) => `  ${line}`);
}
