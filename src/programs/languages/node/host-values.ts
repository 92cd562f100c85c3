import { HttpExchangeError } from '#network/http-client';
import { NetworkError } from '#network/stack';
import { FileError } from '#vfs/filesystem';

/** Bytes as characters below 256: JSON carries them. */
export function latin(data: Uint8Array): string {
  let text = '';
  for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
  return text;
}

/** An error of the world as the modules inside QuickJS are told it. */
export function errorOf(error: unknown): Record<string, unknown> {
  if (error instanceof FileError) return { code: error.code, path: error.path, message: error.message };
  if (error instanceof NetworkError) {
    const { address, port, syscall } = error as NetworkError & { address?: string; port?: number; syscall?: string };
    return { code: error.code, message: error.message, address, port, syscall };
  }
  if (error instanceof HttpExchangeError) return { code: 'ECONNRESET', message: error.message };
  return { message: error instanceof Error ? error.message : String(error) };
}
