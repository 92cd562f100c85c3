const ORDER = "compose walks a Go map in random order: the recording's first fault is not the first in the file";

/** Cases that are known to differ, with the reason, by suite. */
export const known: Record<string, Record<string, string>> = {
  'config-corpus v2': {
    164: 'the order of images is that of a Go map',
    270: 'the order of SSH keys is that of a Go map',
  },
  'config-malformed v2': {
    16: ORDER,
    18: ORDER,
    24: 'compose walks a Go map in random order and meets its own extension key as a network',
    25: ORDER,
    29: ORDER,
    30: ORDER,
    38: ORDER,
    47: 'a chain of merges that compose takes for a cycle by its paths',
    48: 'a chain of merges that compose takes for a cycle by its paths',
    52: ORDER,
    99: 'compose never ends here',
    100: 'compose never ends here',
  },
};
