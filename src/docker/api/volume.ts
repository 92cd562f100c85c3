/** `GET /volumes/{name}`. */
export interface Volume {
  CreatedAt: string;
  Driver: string;
  Labels: Record<string, string> | null;
  Mountpoint: string;
  Name: string;
  Options: Record<string, string> | null;
  Scope: 'local' | 'global';
  /** In `GET /system/df` only. */
  UsageData?: { RefCount: number; Size: number };
}

/** `GET /volumes?filters=`. */
export interface VolumeList {
  Volumes: Volume[];
  Warnings: string[] | null;
}

/** Body of `POST /volumes/create`. */
export interface VolumeCreateBody {
  Name?: string;
  Driver?: string;
  DriverOpts?: Record<string, string> | null;
  Labels?: Record<string, string> | null;
}
