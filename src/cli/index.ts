// In: a person's command line and terminal.
// Out: what the command has to say, on stdout; failures as code, sentence and hint, on stderr; an exit code.
// Never here: a secret on the command line or, unless a person at a terminal asks for it, on the screen.
export { runCli } from './main.ts';
