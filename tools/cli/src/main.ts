#!/usr/bin/env node
import { TerminalPrompt } from './prompt/terminal-prompt.ts';
import { runProgram } from './program.ts';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());
// The reader of a pipe may end before us (`| head`): that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

await runProgram(
  {
    out: process.stdout,
    err: process.stderr,
    prompt: new TerminalPrompt(process.stdin, process.stderr),
    signal: interruption.signal,
    exitWith: (code) => {
      process.exitCode = code;
    },
  },
  process.argv.slice(2),
);
