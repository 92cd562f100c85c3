import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { courseIndex } from './tutorials/course-index';

/** `FAKE_WORLD=1`: the page over a world made of nothing, to work on how it looks. */
const fakeWorld = {
  name: 'fake-world',
  enforce: 'pre' as const,
  resolveId: (source: string) =>
    process.env['FAKE_WORLD'] && source === './world-host'
      ? fileURLToPath(new URL('./test/ui/support/fake-world-host.ts', import.meta.url))
      : undefined,
};

const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The policy is part of the built page only: the development server injects scripts of its own. */
const policy = {
  name: 'content-security-policy',
  apply: 'build' as const,
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CSP },
      injectTo: 'head-prepend' as const,
    },
  ],
};

export default defineConfig({
  base: './',
  plugins: [
    fakeWorld,
    courseIndex('tutorials'),
    svelte(),
    policy,
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      includeAssets: ['favicon.svg'],
      manifest: {
        name: 'Drydock',
        short_name: 'Drydock',
        description: 'A container shipyard in a browser tab.',
        display: 'standalone',
        start_url: './',
        background_color: '#f5f2ec',
        theme_color: '#14202b',
        icons: [{ src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,wasm,data,webmanifest}'],
        maximumFileSizeToCacheInBytes: 24 * 1024 * 1024,
        navigateFallback: 'index.html',
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  worker: { format: 'es', plugins: () => [fakeWorld] },
  build: { target: 'es2023' },
  test: { include: ['test/**/*.test.ts'], exclude: ['test/browser/**', 'test/wire/**'], testTimeout: 20_000 },
});
