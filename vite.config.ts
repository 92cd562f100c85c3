import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [svelte()],
  worker: { format: 'es' },
  build: { target: 'es2023' },
  test: { include: ['test/**/*.test.ts'], exclude: ['test/browser/**', 'test/wire/**'], testTimeout: 20_000 },
});
