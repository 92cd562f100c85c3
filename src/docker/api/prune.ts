import type { ImageDeleteItem } from './image-delete';

/** `POST /containers/prune?filters=`. */
export interface ContainersPruneReport {
  ContainersDeleted: string[] | null;
  SpaceReclaimed: number;
}

/** `POST /images/prune?filters=`. */
export interface ImagesPruneReport {
  ImagesDeleted: ImageDeleteItem[] | null;
  SpaceReclaimed: number;
}

/** `POST /networks/prune?filters=`. */
export interface NetworksPruneReport {
  NetworksDeleted: string[] | null;
}

/** `POST /volumes/prune?filters=`. */
export interface VolumesPruneReport {
  VolumesDeleted: string[];
  SpaceReclaimed: number;
}

/** `POST /build/prune`. */
export interface BuildPruneReport {
  CachesDeleted: string[] | null;
  SpaceReclaimed: number;
}
