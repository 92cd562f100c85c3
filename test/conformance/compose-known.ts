const ORDER = "compose walks a Go map in random order: the recording's first fault is not the first in the file";

const FRAMES = 'an uncaught Python exception, told without the frames that name files of the installation';
const ENDLESS = 'docker-compose never ends here';

const NEWER = 'pre_start is newer than compose 2.40, which refuses it: so it was recorded';

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
    52: ORDER,
    99: 'compose never ends here',
    100: 'compose never ends here',
  },
  'config-malformed v1': {
    67: FRAMES,
    68: 'a key that is a number is printed as a text',
    85: FRAMES,
    99: ENDLESS,
    100: ENDLESS,
    160: FRAMES,
    161: FRAMES,
  },
  tables: {
    ...Object.fromEntries(
      ['simple dependent', 'diamond dependents', 'partial graph'].map((name) => [
        `graph/graph_test.go:TestWith_RootNodesAndUp ${name}`,
        'the graph that is walked is not in the data',
      ]),
    ),
    ...Object.fromEntries(
      [
        'basic port with defaults and auto-generated name',
        'port with https protocol and app_protocol',
        'port with domain name in published field',
        'database port with auto-generated name',
        'prometheus port with monitoring metadata',
        'http protocol with app_protocol',
      ].map((name) => [
        `transform/defaults_test.go:TestRegisterDefaultValue ${name}`,
        'the defaults are those of a Go program that registers its own',
      ]),
    ),
    'types/config_test.go:Test_LookupEnv case insensitive/case unmatch': 'the names of variables on Windows',
  },
  'load-errors': {
    TestLoadWithResourcesCycle: "the file comes from a loader of upstream's test",
  },
  'load-ok': {
    TestNormalizeImplicitDependencies: 'compose 2.40 refuses the value of cgroup: so it was recorded',
    TestNormalizePreStartInheritsServiceImage: NEWER,
    TestResetCycle: 'compose 2.40 takes the dots of a name for a cycle: so it was recorded',
    TestServiceHooks: NEWER,
  },
};
