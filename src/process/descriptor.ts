import type { Pty } from '#io/pty';
import { Pipe, readerOf, type Reader, type Waker, type Writer } from '#io/streams';
import type { Descriptor } from './process';

export interface OpenFile {
  readonly reader?: Reader | undefined;
  readonly writer?: Writer | undefined;
  readonly pty?: Pty | undefined;
  /** See `Descriptor.label`. */
  readonly label: string;
  /** When the last duplicate is closed; without it the reader and the writer are closed then. */
  onClose?(): void;
}

/** An open file as processes share it. The answer is the first reference to it. */
export function openDescriptor(file: OpenFile): Descriptor {
  let references = 0;
  const reference = (): Descriptor => {
    references++;
    let open = true;
    return {
      reader: file.reader,
      writer: file.writer,
      pty: file.pty,
      label: file.label,
      dup: reference,
      close: () => {
        if (!open) return;
        open = false;
        if (--references > 0) return;
        if (file.onClose) file.onClose();
        else {
          file.reader?.close();
          file.writer?.close();
        }
      },
    };
  };
  return reference();
}

/** A pipe's two ends, with the number that /proc/PID/fd shows. */
export function pipeDescriptors(waker: Waker, number: number): { read: Descriptor; write: Descriptor } {
  const pipe = new Pipe(waker);
  const label = `pipe:[${number}]`;
  return {
    read: openDescriptor({ reader: pipe.reader, label }),
    write: openDescriptor({ writer: pipe.writer, label }),
  };
}

/** The slave side of a terminal. Closing it does not hang the terminal up: its master's owner does. */
export const ptyDescriptor = (pty: Pty, label: string): Descriptor =>
  openDescriptor({ reader: pty.input, writer: pty.writer, pty, label, onClose: () => undefined });

const dropped: Writer = { write: () => Promise.resolve(), close: () => undefined };

/** /dev/null, opened for reading and writing. */
export const nullDescriptor = (): Descriptor =>
  openDescriptor({ reader: readerOf(''), writer: dropped, label: '/dev/null' });

/** A descriptor that only reads. */
export const readDescriptor = (reader: Reader, label = 'pipe:[1]'): Descriptor => openDescriptor({ reader, label });

/** A descriptor that only writes. */
export const writeDescriptor = (writer: Writer, label = 'pipe:[2]'): Descriptor => openDescriptor({ writer, label });
