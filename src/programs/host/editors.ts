import type { Program } from '#process/process';

/**
 * vi, vim, nano and emacs open the page's editor on the file and go on when it is closed. Without a page (the headless
 * runner, a pipe) they say so. Simplified: no editor of their own in the terminal.
 */
export const editors: Program[] = ['vi', 'vim', 'nano', 'emacs', 'nvim', 'pico', 'editor'].map((name) => ({
  name,
  async run(process) {
    const path = process.argv.slice(1).find((arg) => !/^[-+]/.test(arg));
    if (process.argv.includes('--version')) {
      await process.stdout.write(`${name}: drydock opens the page's editor\n`);
      return 0;
    }
    if (!process.page) {
      await process.stderr.write(
        `drydock: ${name} opens the page's editor, and there is no page here: write the file with cat > ${path ?? 'FILE'} <<EOF\n`,
      );
      return 1;
    }
    if (path === undefined) {
      await process.stderr.write(`drydock: ${name} needs the name of a file here: ${name} FILE\n`);
      return 1;
    }
    if (process.fs.isDirectory(path)) {
      await process.stderr.write(`${name}: ${path}: Is a directory\n`);
      return 1;
    }
    if (!process.fs.exists(path)) process.fs.writeFile(path, '', { mode: 0o644 });
    await process.wait(process.page.edit(process.fs.absolute(path)));
    return 0;
  },
}));

/** xdg-open and open: the page's simulated browser. */
export const openers: Program[] = ['xdg-open', 'open', 'sensible-browser'].map((name) => ({
  name,
  async run(process) {
    const url = process.argv.slice(1).find((arg) => !arg.startsWith('-'));
    if (url === undefined || !process.page) {
      await process.stderr.write(
        url === undefined
          ? `${name}: an address is wanted\n`
          : `drydock: ${name} opens the page's browser, and there is no page here: use curl ${url}\n`,
      );
      return 1;
    }
    process.page.browse(/^https?:/.test(url) ? url : `http://${url}`);
    return 0;
  },
}));
