import type { LazyProgram } from '#process/process';

/** Node.js: QuickJS with Node's modules; loaded when it first runs. */
export const node: LazyProgram = { name: 'node', load: async () => (await import('./node')).nodeProgram };
export const npm: LazyProgram = { name: 'npm', load: async () => (await import('./npm')).npmProgram };
export const npx: LazyProgram = { name: 'npx', load: async () => (await import('./npm')).npxProgram };
export const yarn: LazyProgram = { name: 'yarn', load: async () => (await import('./npm')).yarnProgram };
