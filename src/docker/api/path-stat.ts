/** In the header `x-docker-container-path-stat` of the archive routes, base64 of JSON. */
export interface PathStat {
  name: string;
  size: number;
  /** Go's os.FileMode: permissions, 1 << 31 for a directory, 1 << 27 for a symbolic link. */
  mode: number;
  mtime: string;
  linkTarget: string;
}
