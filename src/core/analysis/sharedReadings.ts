import type { ReadableFileSystem } from '../ports.ts';
import { RecordingFiles } from './recordingFiles.ts';

/** What several templates are read with is computed once, as long as nothing changes. Who asks depends on all that it was computed from. */
export class SharedReadings {
  readonly #files: ReadableFileSystem;
  readonly #known = new Map<string, { readonly files: RecordingFiles; readonly answer: Promise<unknown> }>();

  constructor(files: ReadableFileSystem) {
    this.#files = files;
  }

  /** @param key says what is computed, among all who share: `compute` is called for the first who asks */
  async once<T>(key: string, asker: RecordingFiles, compute: (files: ReadableFileSystem) => Promise<T>): Promise<T> {
    const known = this.#known.get(key) ?? this.#start(key, compute);
    try {
      return (await known.answer) as T;
    } finally {
      asker.include(known.files);
    }
  }

  #start<T>(
    key: string,
    compute: (files: ReadableFileSystem) => Promise<T>,
  ): { readonly files: RecordingFiles; readonly answer: Promise<T> } {
    const files = new RecordingFiles(this.#files);
    const started = { files, answer: compute(files) };
    this.#known.set(key, started);
    return started;
  }
}
