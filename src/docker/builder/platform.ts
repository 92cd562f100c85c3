/** What this machine runs itself. */
const NATIVE = /^linux\/(?:amd64(?:\/v[123])?|386)$/;

const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm/v7',
  armel: 'arm/v6',
  i386: '386',
};

/** A platform in full: `arm64` is `linux/arm64`, nothing and `local` are the machine's own. Upstream: containerd/platforms. */
export function platformOf(text: string): string {
  if (text === '' || text === 'local') return 'linux/amd64';
  const parts = text.toLowerCase().split('/');
  const [os, rest] =
    parts.length === 1 && parts[0] !== 'linux' && parts[0] !== 'windows'
      ? ['linux', parts]
      : [parts[0]!, parts.slice(1)];
  const [architecture = 'amd64', variant] = rest;
  const known = ARCHITECTURES[architecture] ?? architecture;
  const full = `${os}/${known}${variant === undefined ? '' : `/${variant}`}`;
  return full
    .replace('arm64/v8', 'arm64')
    .replace(/\/arm$/, '/arm/v7')
    .replace(/\/amd64\/v1$/, '/amd64');
}

/** Whether the machine can run programs of a platform: it has no emulation. */
export const isNative = (platform: string): boolean => NATIVE.test(platform);

/** The build arguments that tell of the platform asked for. Upstream: dockerfile2llb defaultArgs. */
export function targetArgs(platform: string): Record<string, string> {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return { TARGETPLATFORM: platform, TARGETOS: os, TARGETARCH: architecture, TARGETVARIANT: variant };
}
