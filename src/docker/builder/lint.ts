import type { Dockerfile } from './parser';
import { PLATFORM_ARGS } from './stages';

/** One of BuildKit's build checks that found something. Upstream: frontend/dockerfile/linter/ruleset.go. */
export interface LintWarning {
  readonly rule: string;
  readonly message: string;
  readonly line: number;
}

/** Checks a Dockerfile as `docker build --check` does. */
export function lint(file: Dockerfile, hasShell: (base: string) => boolean = () => false): LintWarning[] {
  const found: LintWarning[] = [];
  const warn = (rule: string, message: string, line: number): void => void found.push({ rule, message, line });
  const skipped = (file.directives['check'] ?? '').match(/skip=([\w,]+)/)?.[1]?.split(',') ?? [];
  const names = new Map<string, string>();
  const globals = new Set<string>();
  const instructionCase = caseOf(file.nodes.map((node) => node.value));
  let seen = { cmd: 0, entrypoint: 0, healthcheck: 0 };
  let stageStarted = false;
  for (const node of file.nodes) {
    const { value, startLine: line } = node;
    const name = value.toLowerCase();
    if (instructionCase && value !== (instructionCase === 'lowercase' ? name : value.toUpperCase())) {
      warn(
        'ConsistentInstructionCasing',
        `Command '${value}' should match the case of the command majority (${instructionCase})`,
        line,
      );
    }
    if (name === 'arg' && !stageStarted) for (const { value: text } of node.args) globals.add(text.split('=')[0]!);
    if (name === 'from') {
      stageStarted = true;
      seen = { cmd: 0, entrypoint: 0, healthcheck: 0 };
      const base = node.args[0]?.value ?? '';
      const as = node.args[1]?.value;
      if (as !== undefined && (as === as.toLowerCase()) !== (value === value.toLowerCase())) {
        warn('FromAsCasing', `'${as}' and '${value}' keywords' casing do not match`, line);
      }
      const alias = node.args[2]?.value;
      if (alias !== undefined) {
        if (alias !== alias.toLowerCase()) warn('StageNameCasing', `Stage name '${alias}' should be lowercase`, line);
        if (alias.toLowerCase() === 'scratch' || alias.toLowerCase() === 'context') {
          warn(
            'ReservedStageName',
            `Stage name should not use the same name as reserved stage ${JSON.stringify(alias)}`,
            line,
          );
        }
        if (names.has(alias.toLowerCase())) {
          warn(
            'DuplicateStageName',
            `Duplicate stage name ${JSON.stringify(alias.toLowerCase())}, stage names should be unique`,
            line,
          );
        }
        names.set(alias.toLowerCase(), alias);
      }
      const used = /\$\{?(\w+)/.exec(base)?.[1];
      const declared = used === undefined || globals.has(used) || used in PLATFORM_ARGS;
      const plain = base.replace(/\$\{?\w+(?::?[-+?][^}]*)?\}?/g, declared ? 'x' : '');
      if (plain === '' || plain !== plain.toLowerCase() || /[:/]$/.test(plain)) {
        if (!/:-/.test(base))
          warn(
            'InvalidDefaultArgInFrom',
            `Default value for ARG ${base} results in empty or invalid base image name`,
            line,
          );
      }
      if (!declared && !/:-/.test(base)) warn('UndefinedArgInFrom', `FROM argument '${used}' is not declared`, line);
      const platform = node.flags.find((text) => text.startsWith('--platform='))?.slice(11);
      if (platform !== undefined && /^(?:linux|windows|darwin)\/\w+/.test(platform)) {
        warn(
          'FromPlatformFlagConstDisallowed',
          `FROM --platform flag should not use constant value ${JSON.stringify(platform)}`,
          line,
        );
      } else if (platform === '$TARGETPLATFORM') {
        warn(
          'RedundantTargetPlatform',
          'Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior',
          line,
        );
      }
    } else if (name === 'maintainer') {
      warn('MaintainerDeprecated', 'Maintainer instruction is deprecated in favor of using label', line);
    } else if (name === 'cmd' || name === 'entrypoint') {
      const before = file.nodes.slice(0, file.nodes.indexOf(node));
      const base = before.findLast((other) => other.value.toLowerCase() === 'from')?.args[0]?.value ?? '';
      const shell = file.nodes.some((other) => other.value.toLowerCase() === 'shell') || hasShell(base);
      if (!node.json && !shell) {
        warn(
          'JSONArgsRecommended',
          `JSON arguments recommended for ${value} to prevent unintended behavior related to OS signals`,
          line,
        );
      }
      if (seen[name]++ > 0) {
        warn(
          'MultipleInstructionsDisallowed',
          `Multiple ${name.toUpperCase()} instructions should not be used in the same stage because only the last one will be used`,
          line,
        );
      }
    } else if (name === 'env' || name === 'label') {
      if (node.args[2]?.value === '') {
        warn(
          'LegacyKeyValueFormat',
          `"${name.toUpperCase()} key=value" should be used instead of legacy "${name.toUpperCase()} key value" format`,
          line,
        );
      }
    } else if (name === 'workdir') {
      const path = node.args[0]?.value ?? '';
      const before = file.nodes.slice(0, file.nodes.indexOf(node));
      const since = before.slice(before.findLastIndex((other) => other.value.toLowerCase() === 'from') + 1);
      const absolute = since.some(
        (other) => other.value.toLowerCase() === 'workdir' && /^[/$]/.test(other.args[0]?.value ?? ''),
      );
      if (!/^[/$"]/.test(path) && !absolute) {
        warn(
          'WorkdirRelativePath',
          `Relative workdir ${JSON.stringify(path)} can have unexpected results if the base image changes`,
          line,
        );
      }
    } else if (name === 'expose') {
      for (const { value: port } of node.args) {
        if (/\/[A-Z]/.test(port))
          warn('ExposeProtoCasing', `Defined protocol '${port}' in EXPOSE instruction should be lowercase`, line);
        if (/:/.test(port))
          warn(
            'ExposeInvalidFormat',
            `EXPOSE instruction should not define an IP address or host-port mapping, found '${port}'`,
            line,
          );
      }
    }
    if (name === 'arg' || name === 'env') {
      const keys =
        name === 'arg'
          ? node.args.map((a) => a.value.split('=')[0]!)
          : node.args.filter((_, i) => i % 3 === 0).map((a) => a.value);
      for (const key of keys) {
        if (SECRET.test(key) && !PUBLIC.test(key)) {
          warn(
            'SecretsUsedInArgOrEnv',
            `Do not use ARG or ENV instructions for sensitive data (${name.toUpperCase()} ${JSON.stringify(key)})`,
            line,
          );
        }
      }
    }
  }
  for (const line of file.emptyContinuations) warn('NoEmptyContinuation', 'Empty continuation line', line);
  const kept = found.filter(({ rule }) => !skipped.includes(rule) && !skipped.includes('all'));
  return kept.sort((a, b) => a.rule.localeCompare(b.rule) || a.line - b.line);
}

const SECRET = /(?:^|_)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const PUBLIC = /(?:^|_)(?:public)(?:_|$)/i;

/** The case that most instructions are written in, when they are not all of one. */
function caseOf(values: readonly string[]): 'lowercase' | 'uppercase' | undefined {
  const lower = values.filter((value) => value === value.toLowerCase()).length;
  const upper = values.filter((value) => value === value.toUpperCase()).length;
  if (lower === values.length || upper === values.length) return undefined;
  return lower > upper ? 'lowercase' : 'uppercase';
}
