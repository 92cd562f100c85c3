/** A package that pip can install: what lies in site-packages, and the commands it brings. */
export interface PythonPackage {
  /** As the index spells it: `Flask`. */
  readonly name: string;
  readonly version: string;
  readonly kilobytes: number;
  readonly requires?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Names to import, where nothing of it is simulated: importing says so. */
  readonly absent?: readonly string[];
  /** Commands by name, and the module each runs. */
  readonly commands?: Readonly<Record<string, string>>;
}
