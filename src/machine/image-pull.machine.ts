import { createMachine } from 'xstate';
import { lifecycleOf } from '#sim/lifecycle';

/** A pull's states: `resolving` asks the registry for the manifest, `pulling` gets the layers that are missing. */
export type ImagePullState = 'resolving' | 'pulling' | 'downloaded' | 'upToDate' | 'failed';
export type ImagePullEvent = 'manifest' | 'known' | 'layersComplete' | 'error';

/** The life of one image pull. Upstream: moby distribution/pull_v2.go. */
export const imagePullMachine = createMachine({
  id: 'imagePull',
  initial: 'resolving',
  states: {
    resolving: { on: { manifest: 'pulling', known: 'upToDate', error: 'failed' } },
    pulling: { on: { layersComplete: 'downloaded', error: 'failed' } },
    downloaded: { type: 'final' },
    upToDate: { type: 'final' },
    failed: { type: 'final' },
  },
});

/** The same life as a table. */
export const imagePullLife = lifecycleOf<ImagePullState, ImagePullEvent>(imagePullMachine.config);

/** A layer's states in a pull, in the words that `docker pull` shows. */
export type LayerPullState =
  | 'Pulling fs layer'
  | 'Waiting'
  | 'Downloading'
  | 'Verifying Checksum'
  | 'Download complete'
  | 'Extracting'
  | 'Pull complete'
  | 'Already exists';
export type LayerPullEvent = 'queue' | 'download' | 'received' | 'verified' | 'extract' | 'extracted' | 'known';

/** The life of one layer in a pull. Upstream: moby distribution/xfer/download.go. */
export const layerPullMachine = createMachine({
  id: 'layerPull',
  initial: 'Pulling fs layer',
  states: {
    'Pulling fs layer': { on: { queue: 'Waiting', download: 'Downloading', known: 'Already exists' } },
    Waiting: { on: { download: 'Downloading' } },
    Downloading: { on: { received: 'Verifying Checksum' } },
    'Verifying Checksum': { on: { verified: 'Download complete' } },
    'Download complete': { on: { extract: 'Extracting' } },
    Extracting: { on: { extracted: 'Pull complete' } },
    'Pull complete': { type: 'final' },
    'Already exists': { type: 'final' },
  },
});

/** The same life as a table. */
export const layerPullLife = lifecycleOf<LayerPullState, LayerPullEvent>(layerPullMachine.config);
