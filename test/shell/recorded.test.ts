import { expect, test } from 'vitest';
import bash from './recorded/bash.json';
import dash from './recorded/dash.json';
import { runScript } from './support';

interface Recording {
  script: string;
  stdout: string;
  stderr: string;
  code: number;
}

// Recorded with bash 5.2.15 and dash 0.5.12 on Debian 12: `bash -c SCRIPT` in an empty directory.
const run = async (script: string, shell: string) => {
  const answer = await runScript(script, { shell });
  const plain = (text: string): string =>
    text.replaceAll(`/usr/bin/${shell}`, shell).replace(/line \d+: +\d+ /g, 'line N: PID ');
  return { ...answer, stdout: plain(answer.stdout), stderr: plain(answer.stderr) };
};

test.each(bash as Recording[])('bash: $script', async ({ script, ...expected }) => {
  expect(await run(script, 'bash')).toEqual(expected);
});

test.each(dash as Recording[])('dash: $script', async ({ script, ...expected }) => {
  expect(await run(script, 'dash')).toEqual(expected);
});
