import type { Shell } from './shell';

/** Variables whose value is computed when it is read. Upstream: bash variables.c, init_dynamic_*. */
export function specialVariables(shell: Shell): void {
  const { dynamic } = shell.variables;
  if (shell.dialect === 'dash') {
    dynamic.set('LINENO', { read: () => String(shell.line) });
    return;
  }
  dynamic.set('RANDOM', { read: () => String(shell.process.random.below(32768)), assign: () => undefined });
  dynamic.set('SECONDS', {
    read: () => String(Math.floor((shell.process.clock.now() - shell.startedAt) / 1000) + shell.secondsBase),
    assign: (value) => {
      shell.startedAt = shell.process.clock.now();
      shell.secondsBase = Number.parseInt(value, 10) || 0;
    },
  });
  dynamic.set('LINENO', { read: () => String(shell.line), assign: () => undefined });
  dynamic.set('EPOCHSECONDS', { read: () => String(Math.floor(shell.process.clock.epochNow() / 1000)) });
  if (shell.dialect === 'ash') return;
  dynamic.set('SRANDOM', { read: () => String(shell.process.random.uint32()) });
  dynamic.set('EPOCHREALTIME', { read: () => (shell.process.clock.epochNow() / 1000).toFixed(6) });
  dynamic.set('BASHPID', { read: () => String(shell.process.pid) });
  dynamic.set('BASH_SUBSHELL', { read: () => String(shell.level) });
  dynamic.set('BASH_COMMAND', { read: () => shell.command });
  dynamic.set('PIPESTATUS', { read: () => shell.pipeStatus.map(String) });
  dynamic.set('DIRSTACK', { read: () => [shell.process.fs.cwd, ...shell.directories] });
  dynamic.set('GROUPS', {
    read: () => [shell.process.credentials.gid, ...(shell.process.credentials.groups ?? [])].map(String),
  });
  dynamic.set('SHELLOPTS', { read: () => [...shell.options].sort().join(':') });
  dynamic.set('BASHOPTS', {
    read: () =>
      [...shell.shopts]
        .filter(([, on]) => on)
        .map(([name]) => name)
        .sort()
        .join(':'),
  });
  dynamic.set('FUNCNAME', {
    read: () => {
      if (!shell.frames.some((frame) => frame.kind === 'function')) return undefined;
      const names = shell.frames.map((frame) => (frame.kind === 'function' ? frame.name : 'source')).reverse();
      return shell.numbered && shell.source.name ? [...names, 'main'] : names;
    },
  });
  dynamic.set('BASH_LINENO', {
    read: () => {
      const lines = [...shell.frames].reverse().map((frame) => String(frame.calledFrom.line(frame.calledAt)));
      return shell.source.name ? [...lines, '0'] : lines;
    },
  });
  dynamic.set('BASH_SOURCE', {
    read: () => {
      if (shell.source.name === '' && shell.frames.length === 0) return undefined;
      const callers = [...shell.frames].reverse().map((frame) => frame.calledFrom.name || 'environment');
      return [shell.source.name || 'environment', ...callers].slice(0, callers.length + 1);
    },
  });
}
