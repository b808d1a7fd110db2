// In: a command, text with references, or a resolved secret; the environment; a function that resolves.
// Out: a child process with secrets in its environment and its output masked; files and streams with values in them.
// Never here: the question who may read, a shell, a secret in an argument, an error or a log.
export { childEnvironment, type ChildEnvironment, type EnvironmentSources } from './child-environment.ts';
export { fillTemplate, fillTemplates, type Filled, type Unfilled } from './fill-templates.ts';
export { printSecret, type PrintOptions } from './print-secret.ts';
export { runChild, type RunOptions } from './run-child.ts';
export { parseTemplate, type TemplatePart } from './template.ts';
