import { expect, test } from 'vitest';
import { createShellMachine } from './support';

const files = {
  '/usr/share/command-not-found/programs': 'helm\thelm\t3.17.1\tsnap\ncowsay\tcowsay\t3.03\nheme\theme\t1.0\n',
};
const run = (name: string) => createShellMachine({ files }).run(['bash', '-ic', name], { cwd: '/tmp' });

test.each([
  ['cowsay', "\nCommand 'cowsay' not found, but can be installed with:\n\napt install cowsay\n\n"],
  [
    'heml',
    "\nCommand 'heml' not found, did you mean:\n\n  command 'helm' from snap helm (3.17.1)\n  command 'heme' from deb heme (1.0)\n\nTry: apt install <deb name>\n\n",
  ],
  ['quux', 'bash: quux: command not found\n'],
])('a command that is not there: %s', async (name, stderr) => {
  expect(await run(name)).toEqual({ stdout: '', stderr, code: 127 });
});
