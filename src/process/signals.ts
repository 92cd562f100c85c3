/** Linux' signals by number (x86-64). Upstream: signal(7). */
export const SIGNAL_NUMBERS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGSTKFLT: 16,
  SIGCHLD: 17,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

export type Signal = keyof typeof SIGNAL_NUMBERS;

/** What a process without a handler does. */
export const defaultAction = (signal: Signal): 'terminate' | 'ignore' | 'stop' | 'continue' => {
  if (signal === 'SIGCHLD' || signal === 'SIGURG' || signal === 'SIGWINCH') return 'ignore';
  if (signal === 'SIGSTOP' || signal === 'SIGTSTP' || signal === 'SIGTTIN' || signal === 'SIGTTOU') return 'stop';
  return signal === 'SIGCONT' ? 'continue' : 'terminate';
};

/** A signal by its name (`TERM`, `SIGTERM`, any case) or number; undefined when there is none. */
export function parseSignal(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) {
    const number = Number(text);
    return (Object.keys(SIGNAL_NUMBERS) as Signal[]).find((name) => SIGNAL_NUMBERS[name] === number);
  }
  const name = text.toUpperCase();
  const full = name.startsWith('SIG') ? name : `SIG${name}`;
  return full in SIGNAL_NUMBERS ? (full as Signal) : undefined;
}
