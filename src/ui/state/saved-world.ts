/** The file of a world that is about to be opened, and the name under which it is kept. */
let waiting: { name: string; file: Uint8Array } | undefined;

/** Remembers a saved world's file for the place `#/world/NAME`; answers that name. */
export function keepWorldFile(fileName: string, file: Uint8Array): string {
  const name =
    fileName
      .replace(/\.drydock$/, '')
      .replaceAll(/[^\w.-]+/g, '-')
      .slice(0, 80) || 'world';
  waiting = { name, file };
  return name;
}

/** The file that was just chosen for this name, once. */
export function takeWorldFile(name: string): Uint8Array | undefined {
  const found = waiting?.name === name ? waiting.file : undefined;
  waiting = undefined;
  return found;
}
