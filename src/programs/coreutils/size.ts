/** A size as `ls -h`, `du -h` and `df -h` print it: rounded up, one decimal below ten, powers of 1,024. */
export function humanSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  let unit = -1;
  while (value >= 1024 && unit < 5) {
    value /= 1024;
    unit++;
  }
  const letter = 'KMGTPE'[unit]!;
  const tenths = Math.ceil(value * 10) / 10;
  return tenths < 10 ? `${tenths.toFixed(1)}${letter}` : `${String(Math.ceil(value))}${letter}`;
}
