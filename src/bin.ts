#!/usr/bin/env node
// Plain old syntax down to the import: this file has to load on a Node that is too old, to say so.
import process from 'node:process';

const MINIMUM_MAJOR = 20;
const MINIMUM_MINOR = 19;

const parts = process.versions.node.split('.');
const major = Number(parts[0]);
const isTooOld = major < MINIMUM_MAJOR || (major === MINIMUM_MAJOR && Number(parts[1]) < MINIMUM_MINOR);

if (isTooOld) {
  process.stderr.write(
    'keyward: this needs Node ' +
      MINIMUM_MAJOR +
      '.' +
      MINIMUM_MINOR +
      ' or newer, not ' +
      process.versions.node +
      '\n',
  );
  process.exitCode = 2;
} else {
  // Node opens its debugger to any process of the same user that sends SIGUSR1, and this process will hold secrets.
  process.on('SIGUSR1', function ignore() {});
  // Whatever is made from here on is the owner's alone.
  const inheritedUmask = process.umask(0o077);
  import('./cli/index.ts')
    .then(function run(cli) {
      return cli.runCli(process.argv.slice(2), process, {
        inheritedUmask,
        signals: process,
        programFile: process.argv[1],
      });
    })
    .then(
      function exit(code) {
        process.exitCode = code;
      },
      function fail() {
        process.stderr.write('keyward: the program cannot be loaded: install it again\n');
        process.exitCode = 1;
      },
    );
}
