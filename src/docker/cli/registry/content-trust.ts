import { CommandError } from '#cli/command';
import type { FlagSpec } from '#cli/flags';
import type { DockerCli } from '../docker-command';

/** `--disable-content-trust`: on, unless DOCKER_CONTENT_TRUST says otherwise. Upstream: command.AddTrustVerificationFlags. */
export const contentTrustFlag = (help: string) => ({ kind: 'bool', default: true, help }) as const satisfies FlagSpec;

/** Refuses what asks for signed images. Throws CommandError. */
export function refuseContentTrust(cli: DockerCli, disabled: boolean, given: boolean): void {
  const wanted = ['1', 't', 'true', 'TRUE', 'True'].includes(cli.process.env.get('DOCKER_CONTENT_TRUST') ?? '');
  if (given ? !disabled : wanted) throw new CommandError('drydock: docker content trust is not simulated yet');
}
