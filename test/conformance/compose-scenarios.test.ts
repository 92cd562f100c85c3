import { readFileSync } from 'node:fs';
import { playScenario, type Scenario } from './compose-scenario';
import { fixture, suite } from './fixtures';

/** Scenarios that are known to differ: name to the reason. */
const KNOWN = JSON.parse(readFileSync('test/conformance/compose-scenarios-known.json', 'utf8')) as Record<
  string,
  string
>;

suite<Scenario>(
  'compose scenarios',
  () =>
    fixture<{ cases: Scenario[] }>('compose/scenarios.json').cases.filter((scenario) => scenario.skip === undefined),
  (scenario) => scenario.name,
  playScenario,
  KNOWN,
);
