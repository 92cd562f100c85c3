import type { EngineHost } from '../daemon/host';
import type { FileSystem } from '#vfs/filesystem';

/** A volume as plain data: one row of the store. */
export interface VolumeRecord {
  readonly name: string;
  readonly driver: string;
  readonly created: string;
  readonly createdMs: number;
  readonly options: Record<string, string> | null;
  readonly labels: Record<string, string> | null;
  readonly anonymous: boolean;
}

/** Where a volume's files are. */
export interface VolumePlace {
  readonly fs: FileSystem;
  readonly path: string;
  /** For /proc/mounts. */
  readonly source: string;
  readonly fsType: string;
}

/** What keeps volumes; registered in `index.ts`. */
export interface VolumeDriver {
  readonly name: string;
  /** Checks options; throws DaemonError. */
  check(name: string, options: Readonly<Record<string, string>>): void;
  create(volume: VolumeRecord, host: EngineHost): void;
  remove(volume: VolumeRecord, host: EngineHost): void;
  /** The path that inspect shows. */
  mountpoint(volume: VolumeRecord): string;
  /** Gives the files, at the first use since the engine started mounting what the options say. Throws DaemonError. */
  open(volume: VolumeRecord, host: EngineHost): VolumePlace;
}
